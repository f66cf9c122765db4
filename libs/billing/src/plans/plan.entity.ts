import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { PlanType } from './plan-terms.js';

/** What can be subscribed to, under a name that stays; its terms are in its versions. */
@Entity('plans')
export class Plan {
  @IdColumn()
  id!: number;

  /** `pla_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  name!: string;

  /** For people or for organizations. Never changes. */
  @Column('text')
  type!: PlanType;

  /** Whether it can be subscribed to. Those who have it keep it. */
  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;

  /** Set when it was deleted: its versions stay for those who had it once. */
  @TimeColumn('deleted_at', { nullable: true })
  deletedAt!: Date | null;
}
