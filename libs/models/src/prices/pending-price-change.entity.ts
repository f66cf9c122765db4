import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { PriceKind } from './price-kinds.js';
import type { PriceTable, PriceTier } from './price-list.js';

export type PendingState = 'pending' | 'confirmed' | 'rejected' | 'superseded';

/** A price that a sync found and did not dare to take. */
@Entity('pending_price_changes')
export class PendingPriceChange {
  @IdColumn()
  id!: number;

  @ReferenceColumn('model_id')
  modelId!: number;

  /** The price that it would replace. */
  @ReferenceColumn('from_version_id', { nullable: true })
  fromVersionId!: number | null;

  @Column('jsonb')
  prices!: PriceTable;

  @Column('jsonb')
  tiers!: PriceTier[];

  @Column({ type: 'text', array: true })
  unknown!: PriceKind[];

  @Column({ type: 'text', nullable: true })
  discount!: string | null;

  @Column('text')
  fingerprint!: string;

  /** Why a person should look, one sentence each. */
  @Column({ type: 'text', array: true })
  reasons!: string[];

  @Column('text')
  state!: PendingState;

  @TimeColumn('first_seen_at')
  firstSeenAt!: Date;

  @TimeColumn('last_seen_at')
  lastSeenAt!: Date;

  @TimeColumn('decided_at', { nullable: true })
  decidedAt!: Date | null;

  @ReferenceColumn('decided_by', { nullable: true })
  decidedBy!: number | null;
}
