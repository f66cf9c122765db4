import { Column, Entity } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';

/** One change, written in the transaction that made it. No foreign keys: it outlives what it speaks of. */
@Entity('audit_entries')
export class AuditEntry {
  @IdColumn()
  id!: number;

  @TimeColumn('at')
  at!: Date;

  /** None for what the system or a stranger did. */
  @ReferenceColumn('actor_user_id', { nullable: true })
  actorUserId!: number | null;

  @Column({ name: 'actor_email', type: 'text', nullable: true })
  actorEmail!: string | null;

  /** The tenant whose admins may read it; none for what concerns the platform or one person alone. */
  @ReferenceColumn('tenant_id', { nullable: true })
  tenantId!: number | null;

  /** `user.created`, `key.revoked` … */
  @Column('text')
  action!: string;

  @Column({ name: 'target_kind', type: 'text' })
  targetKind!: string;

  /** Its public id. */
  @Column({ name: 'target_id', type: 'text' })
  targetId!: string;

  @Column('jsonb')
  changes!: Record<string, unknown>;

  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;
}
