import { Injectable } from '@nestjs/common';
import type { QuotaPeriod } from '@onegate/auth';
import { accountOfTag, type AccountTag } from '@onegate/billing';
import { Database } from '@onegate/platform';

/** A quota or budget with whose it is. */
export interface LimitedSpending {
  readonly kind: 'key_quota' | 'budget';
  /** `key_…`, `usr_…`, or `all` for what an organization may spend as a whole. */
  readonly subject: string;
  readonly limitNano: bigint;
  readonly period: QuotaPeriod;
  /** None: everybody's. */
  readonly userId: number | null;
  readonly keyId: number | null;
  readonly names: Readonly<Record<string, string | null>>;
}

interface KeyRow {
  readonly id: string;
  readonly public_id: string;
  readonly name: string;
  readonly user_id: string;
  readonly owner: string;
  readonly quota_nano_usd: string;
  readonly quota_period: QuotaPeriod;
}

interface BudgetRow {
  readonly user_id: string | null;
  readonly owner: string | null;
  readonly limit_nano: string;
  readonly period: QuotaPeriod;
}

const keysOf = `select k.id, k.public_id, k.name, k.user_id, u.public_id as owner, k.quota_nano_usd, k.quota_period
  from api_keys k join users u on u.id = k.user_id
  where k.revoked_at is null and k.quota_nano_usd > 0
    and (k.tenant_id = $1 or k.tenant_id is null and k.user_id = $2)`;

const budgetsOf = `select b.user_id, u.public_id as owner, b.limit_nano, b.period from budgets b
  left join users u on u.id = b.user_id where b.tenant_id = $1 and b.limit_nano > 0`;

/** What is limited on an account. */
@Injectable()
export class LimitedSpendings {
  constructor(private readonly database: Database) {}

  async on(tag: AccountTag): Promise<LimitedSpending[]> {
    const { kind, id } = accountOfTag(tag);
    const [tenantId, userId] = kind === 'organization' ? [id, null] : [null, id];
    const keys = await this.database.query<KeyRow>(keysOf, [tenantId, userId]);
    const budgets = await this.database.query<BudgetRow>(budgetsOf, [tenantId]);
    return [...keys.map(ofKey), ...budgets.map(ofBudget)];
  }
}

function ofKey(row: KeyRow): LimitedSpending {
  return {
    kind: 'key_quota',
    subject: row.public_id,
    limitNano: BigInt(row.quota_nano_usd),
    period: row.quota_period,
    userId: Number(row.user_id),
    keyId: Number(row.id),
    names: { keyId: row.public_id, keyName: row.name, userId: row.owner },
  };
}

function ofBudget(row: BudgetRow): LimitedSpending {
  return {
    kind: 'budget',
    subject: row.owner ?? 'all',
    limitNano: BigInt(row.limit_nano),
    period: row.period,
    userId: row.user_id === null ? null : Number(row.user_id),
    keyId: null,
    names: { userId: row.owner },
  };
}
