import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { AlertKind } from './alert-rule.entity.js';

/** What a notice says, as its receivers read it. Amounts are texts in dollars. */
export type AlertFacts = Readonly<Record<string, string | number | null>>;

/** That a threshold was crossed, and told. */
@Entity('alert_notices')
export class AlertNotice {
  @IdColumn()
  id!: number;

  /** `aln_…`: also what receivers know it by. */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('wallet_id')
  walletId!: number;

  /** None of a rule that is gone, and of a trial. */
  @ReferenceColumn('rule_id', { nullable: true })
  ruleId!: number | null;

  @Column('text')
  kind!: AlertKind | 'test';

  /** Which crossing it was: the same one is told once. */
  @Column('text')
  occurrence!: string;

  @Column('jsonb')
  facts!: AlertFacts;

  @TimeColumn('occurred_at')
  occurredAt!: Date;
}
