import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { TestResult } from './account-test.schema.js';
import type { ProviderKind } from './provider-kinds.js';

/** Who keeps the account: people, the environment of the server, or the embedded start. */
export type AccountOrigin = 'person' | 'environment' | 'simulator';

/**
 * Which models it serves besides those that are listed for it: `matching` what its provider makes itself or is known to
 * host, `unrouted` whatever no other account of the platform serves.
 */
export type ServedModels = 'listed' | 'matching' | 'unrouted';

/** An account at a provider, through which models can be called. */
@Entity('upstream_accounts')
export class UpstreamAccount {
  @IdColumn()
  id!: number;

  /** `upa_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  /** The organization that brought it and alone uses it; none is the platform's. */
  @ReferenceColumn('tenant_id', { nullable: true })
  tenantId!: number | null;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: ProviderKind;

  @Column('text')
  origin!: AccountOrigin;

  @Column('text')
  serves!: ServedModels;

  /** None is where the provider is by default. */
  @Column({ name: 'base_url', type: 'text', nullable: true })
  baseUrl!: string | null;

  /** What else its kind needs and is no secret: region, project. */
  @Column({ type: 'jsonb', default: {} })
  settings!: Record<string, string>;

  /** Sent with each call. */
  @Column({ type: 'jsonb', default: {} })
  headers!: Record<string, string>;

  @Column({ name: 'sealed_credentials', type: 'text', nullable: true })
  sealedCredentials!: string | null;

  @Column({ name: 'sealed_headers', type: 'text', nullable: true })
  sealedHeaders!: string | null;

  /** Which credentials are set, and which secret headers: names only. */
  @Column({ name: 'credential_names', type: 'text', array: true, default: {} })
  credentialNames!: string[];

  @Column({ name: 'secret_header_names', type: 'text', array: true, default: {} })
  secretHeaderNames!: string[];

  @TimeColumn('credentials_set_at', { nullable: true })
  credentialsSetAt!: Date | null;

  /** Smaller goes first. */
  @Column('integer')
  priority!: number;

  /** Its share of the calls among accounts of the same priority; 0 is only when no other can. */
  @Column('integer')
  weight!: number;

  /** What a call costs here next to the model's price, in hundredths of a percent. */
  @Column({ name: 'cost_bps', type: 'integer' })
  costBps!: number;

  @Column({ type: 'integer', nullable: true })
  concurrency!: number | null;

  @Column({ name: 'requests_per_minute', type: 'integer', nullable: true })
  requestsPerMinute!: number | null;

  @Column({ name: 'tokens_per_minute', type: 'integer', nullable: true })
  tokensPerMinute!: number | null;

  @BigintColumn('monthly_budget_nano_usd', { nullable: true })
  monthlyBudgetNanoUsd!: bigint | null;

  @Column({ name: 'connect_timeout_ms', type: 'integer', nullable: true })
  connectTimeoutMs!: number | null;

  @Column({ name: 'first_byte_timeout_ms', type: 'integer', nullable: true })
  firstByteTimeoutMs!: number | null;

  @Column({ name: 'idle_timeout_ms', type: 'integer', nullable: true })
  idleTimeoutMs!: number | null;

  @Column({ name: 'total_timeout_ms', type: 'integer', nullable: true })
  totalTimeoutMs!: number | null;

  /** For an organization's own: whether its calls never fall back on the platform's accounts. */
  @Column({ name: 'is_exclusive', type: 'boolean', default: false })
  isExclusive!: boolean;

  /** Whether people want it used. */
  @Column({ name: 'is_enabled', type: 'boolean', default: true })
  isEnabled!: boolean;

  /** Whether what keeps it still names it: a key that left the environment takes its account out of use. */
  @Column({ name: 'is_provided', type: 'boolean', default: true })
  isProvided!: boolean;

  @Column({ name: 'last_test', type: 'jsonb', nullable: true })
  lastTest!: TestResult | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;

  /** Usage goes on naming it; its secrets are gone. */
  @TimeColumn('deleted_at', { nullable: true })
  deletedAt!: Date | null;
}
