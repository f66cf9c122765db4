import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { ModelSource } from '../catalog/model.entity.js';
import type { PriceKind } from './price-kinds.js';
import type { PriceTable, PriceTier } from './price-list.js';

/** What a model cost from one moment to another. Never changed, only ended: usage events name it. */
@Entity('price_versions')
export class PriceVersion {
  @IdColumn()
  id!: number;

  /** `prv_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('model_id')
  modelId!: number;

  @Column('text')
  origin!: ModelSource;

  @Column('jsonb')
  prices!: PriceTable;

  @Column('jsonb')
  tiers!: PriceTier[];

  @Column({ type: 'text', array: true })
  unknown!: PriceKind[];

  @Column({ type: 'text', nullable: true })
  discount!: string | null;

  /** Equal for equal prices. */
  @Column('text')
  fingerprint!: string;

  @TimeColumn('effective_from')
  effectiveFrom!: Date;

  /** None for the version in force. */
  @TimeColumn('effective_to', { nullable: true })
  effectiveTo!: Date | null;

  /** Who set or confirmed it. */
  @ReferenceColumn('created_by', { nullable: true })
  createdBy!: number | null;

  @ReferenceColumn('run_id', { nullable: true })
  runId!: number | null;
}
