import type { AccountTag } from '@onegate/billing';
import { BigintColumn, ReferenceColumn } from '@onegate/platform';
import { Entity, PrimaryColumn } from 'typeorm';

/** What the events of an account and day (UTC) came to that are kept no longer. */
@Entity('retired_days')
export class RetiredDay {
  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @PrimaryColumn('date')
  day!: string;

  @ReferenceColumn('calls')
  calls!: number;

  @BigintColumn('charged_nano')
  chargedNano!: bigint;
}
