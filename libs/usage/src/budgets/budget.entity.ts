import type { QuotaPeriod } from '@onegate/auth';
import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn, type NanoUsd } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** How much may be spent on the account of an organization in each period, by one person or by all together. */
@Entity('budgets')
export class StoredBudget {
  @IdColumn()
  id!: number;

  @ReferenceColumn('tenant_id')
  tenantId!: number;

  /** Whose it is; nobody's is that of the whole organization. */
  @ReferenceColumn('user_id', { nullable: true })
  userId!: number | null;

  @BigintColumn('limit_nano')
  limitNano!: NanoUsd;

  @Column('text')
  period!: QuotaPeriod;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
