import type { AccountTag } from '@onegate/billing';
import { BigintColumn, TimeColumn, type NanoUsd } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `process`: the one that made the call is gone. `aged`: the call never came to an end. */
export type VoidReason = 'process' | 'aged';

/** Money that was held for a call of which nobody heard the end. Nothing was charged for it. */
@Entity('voided_holds')
export class VoidedHold {
  /** That its event would have had. */
  @PrimaryColumn({ name: 'call_id', type: 'text', collation: 'C' })
  callId!: string;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @Column('text')
  process!: string;

  @Column('text')
  reason!: VoidReason;

  @BigintColumn('hold_nano')
  holdNano!: NanoUsd;

  @TimeColumn('placed_at')
  placedAt!: Date;

  @TimeColumn('voided_at')
  voidedAt!: Date;
}
