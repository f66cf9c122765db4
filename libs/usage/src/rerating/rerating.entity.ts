import type { PriceTable, PriceTier } from '@onegate/models';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** First it is only counted what would come of it; a person says then that it is to be done. */
export type ReratingState = 'estimating' | 'estimated' | 'running' | 'completed' | 'failed';

/** What calls should have been priced by. */
export interface CorrectPrice {
  readonly prices: PriceTable;
  readonly tiers: PriceTier[];
}

/** The calls of a model in a span, charged anew by another price. */
@Entity('reratings')
export class Rerating {
  @IdColumn()
  id!: number;

  /** `run_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('model_id')
  modelId!: number;

  @Column({ name: 'model_slug', type: 'text' })
  modelSlug!: string;

  /** When the calls began: from here, up to and without the other. */
  @TimeColumn('from_at')
  fromAt!: Date;

  @TimeColumn('to_at')
  toAt!: Date;

  @Column('jsonb')
  price!: CorrectPrice;

  /** Where it is one that the model has had; none for one that was given. */
  @ReferenceColumn('price_version_id', { nullable: true })
  priceVersionId!: number | null;

  /** Whether accounts may be charged more than they were. Without it, calls that were too cheap stay so. */
  @Column({ name: 'allows_debit', type: 'boolean' })
  allowsDebit!: boolean;

  @Column('text')
  reason!: string;

  @Column('text')
  state!: ReratingState;

  /** The last event that was corrected: where it goes on. */
  @Column({ type: 'text', collation: 'C' })
  cursor!: string;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @ReferenceColumn('requested_by', { nullable: true })
  requestedBy!: number | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('finished_at', { nullable: true })
  finishedAt!: Date | null;
}
