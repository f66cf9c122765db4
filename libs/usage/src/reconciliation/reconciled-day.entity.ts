import type { AccountTag } from '@onegate/billing';
import { BigintColumn, ReferenceColumn } from '@onegate/platform';
import { Entity, PrimaryColumn } from 'typeorm';

/** What the events of an account and day (UTC) were found to add up to. Added up again only where the sums have moved. */
@Entity('reconciled_days')
export class ReconciledDay {
  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @PrimaryColumn('date')
  day!: string;

  @ReferenceColumn('calls')
  calls!: number;

  @BigintColumn('charged_nano')
  chargedNano!: bigint;
}
