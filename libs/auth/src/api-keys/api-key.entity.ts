import { Column, Entity } from 'typeorm';
import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn, type NanoUsd } from '@onegate/platform';
import type { QuotaPeriod } from './quota-period.js';

/** A key for programs. Only its keyed hash is stored; the key itself is shown once. */
@Entity('api_keys')
export class ApiKey {
  @IdColumn()
  id!: number;

  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('user_id')
  userId!: number;

  /** The organization on whose account it draws; none is the personal account. */
  @ReferenceColumn('tenant_id', { nullable: true })
  tenantId!: number | null;

  @Column('text')
  name!: string;

  @Column({ type: 'text', unique: true })
  hash!: string;

  /** The value before the last rotation, which works until `previousUntil`. */
  @Column({ name: 'previous_hash', type: 'text', unique: true, nullable: true })
  previousHash!: string | null;

  @TimeColumn('previous_until', { nullable: true })
  previousUntil!: Date | null;

  /** Enough to recognise it by: `sk-onegate-…abcd`. */
  @Column({ name: 'redacted_value', type: 'text' })
  redactedValue!: string;

  @TimeColumn('expires_at', { nullable: true })
  expiresAt!: Date | null;

  /** What may be spent with it, in all or in each period. */
  @BigintColumn('quota_nano_usd', { nullable: true })
  quotaNanoUsd!: NanoUsd | null;

  @Column({ name: 'quota_period', type: 'text', default: 'none' })
  quotaPeriod!: QuotaPeriod;

  @Column({ name: 'requests_per_minute', type: 'integer', nullable: true })
  requestsPerMinute!: number | null;

  @Column({ name: 'tokens_per_minute', type: 'integer', nullable: true })
  tokensPerMinute!: number | null;

  @Column({ name: 'concurrent_requests', type: 'integer', nullable: true })
  concurrentRequests!: number | null;

  @Column({ name: 'allowed_models', type: 'text', array: true, nullable: true })
  allowedModels!: string[] | null;

  /** Addresses and ranges from which it may be used. */
  @Column({ name: 'allowed_ips', type: 'text', array: true, nullable: true })
  allowedIps!: string[] | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at', { nullable: true })
  updatedAt!: Date | null;

  @TimeColumn('last_used_at', { nullable: true })
  lastUsedAt!: Date | null;

  @TimeColumn('revoked_at', { nullable: true })
  revokedAt!: Date | null;
}
