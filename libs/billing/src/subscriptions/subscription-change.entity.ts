import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { ChangeKind } from './subscription.flow.js';

/** Something that happened to a subscription, with what it was afterwards. */
@Entity('subscription_changes')
export class SubscriptionChange {
  @IdColumn()
  id!: number;

  /** `iph_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('subscription_id')
  subscriptionId!: number;

  @Column('text')
  kind!: ChangeKind;

  @ReferenceColumn('plan_version_id')
  planVersionId!: number;

  @Column('integer')
  seats!: number;

  @TimeColumn('at')
  at!: Date;

  /** Nobody where it happened by itself. */
  @ReferenceColumn('actor_user_id', { nullable: true })
  actorUserId!: number | null;

  @Column({ type: 'text', nullable: true })
  note!: string | null;
}
