import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { PriceKind } from '../prices/price-kinds.js';
import type { ModelLimits } from './model.schema.js';
import type { ModelState } from './model-lifecycle.js';

/** Who keeps a model's facts. What is kept by hand is never touched by a sync. */
export type ModelSource = 'openrouter' | 'snapshot' | 'manual';

/** A model that can be asked for. */
@Entity('models')
export class Model {
  @IdColumn()
  id!: number;

  /** `mdl_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  /** `vendor/model`: the name under which it is listed. */
  @Column({ type: 'text', unique: true })
  slug!: string;

  /** The dated name that the slug stands for at the moment. */
  @Column({ name: 'canonical_slug', type: 'text', nullable: true })
  canonicalSlug!: string | null;

  @Column('text')
  vendor!: string;

  @Column('text')
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column('text')
  source!: ModelSource;

  @Column('text')
  state!: ModelState;

  /** Whether the administrators offer it. */
  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @Column({ type: 'text', nullable: true })
  modality!: string | null;

  @Column({ name: 'input_modalities', type: 'text', array: true })
  inputModalities!: string[];

  @Column({ name: 'output_modalities', type: 'text', array: true })
  outputModalities!: string[];

  @Column({ name: 'context_length', type: 'integer', nullable: true })
  contextLength!: number | null;

  @Column({ name: 'max_output_tokens', type: 'integer', nullable: true })
  maxOutputTokens!: number | null;

  @Column({ name: 'supported_parameters', type: 'text', array: true })
  supportedParameters!: string[];

  @TimeColumn('published_at', { nullable: true })
  publishedAt!: Date | null;

  /** The last day on which it serves. */
  @Column({ name: 'expires_on', type: 'date', nullable: true })
  expiresOn!: string | null;

  /** Prices that the source does not tell (it says -1): what has no price is not called. */
  @Column({ name: 'unknown_prices', type: 'text', array: true, default: {} })
  unknownPrices!: PriceKind[];

  /** What is added to the provider's price, in hundredths of a percent; none means the plan's or the platform's. */
  @Column({ name: 'markup_bps', type: 'integer', nullable: true })
  markupBps!: number | null;

  @Column({ type: 'jsonb', default: {} })
  limits!: ModelLimits;

  /** The source's own row, for what is not modelled here. */
  @Column({ type: 'jsonb', nullable: true })
  raw!: Record<string, unknown> | null;

  @TimeColumn('vanished_at', { nullable: true })
  vanishedAt!: Date | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
