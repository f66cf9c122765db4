import { ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a wallet fills itself up again, and how that has been going. */
@Entity('auto_top_up_settings')
export class AutoTopUpSettings {
  @PrimaryColumn({
    name: 'wallet_id',
    type: 'bigint',
    transformer: { from: Number, to: (value: unknown) => value },
  })
  walletId!: number;

  @Column({ name: 'is_enabled', type: 'boolean' })
  isEnabled!: boolean;

  /** When there is less than that … */
  @ReferenceColumn('threshold_cents')
  thresholdCents!: number;

  /** … so much is paid in, … */
  @ReferenceColumn('amount_cents')
  amountCents!: number;

  /** … and not more than that within a month of UTC. */
  @ReferenceColumn('monthly_limit_cents', { nullable: true })
  monthlyLimitCents!: number | null;

  /** How many in a row did not work, and when the next one may be tried. */
  @Column({ type: 'integer', default: 0 })
  failures!: number;

  @TimeColumn('next_try_at', { nullable: true })
  nextTryAt!: Date | null;

  /** The month of which its people were told that the limit is reached, by its first day. */
  @Column({ name: 'limit_told_for', type: 'date', nullable: true })
  limitToldFor!: string | null;

  /** When it switched itself off, and why. */
  @TimeColumn('switched_off_at', { nullable: true })
  switchedOffAt!: Date | null;

  @Column({ name: 'switched_off_reason', type: 'text', nullable: true })
  switchedOffReason!: string | null;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
