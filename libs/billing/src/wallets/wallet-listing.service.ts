import { Injectable } from '@nestjs/common';
import { Database, likeLiteral, pageBounds, type PageRows } from '@onegate/platform';
import { tenantScope, type Actor } from '@onegate/tenants';
import { walletUnknown } from '../ledger/ledger.errors.js';
import type { WalletsQuery } from './wallet-admin.schema.js';

/** A wallet with whose it is. */
export interface OwnedWallet {
  readonly id: number;
  readonly publicId: string;
  readonly owner: {
    readonly kind: 'user' | 'organization';
    readonly id: number;
    readonly publicId: string;
    readonly name: string;
    readonly email: string | null;
  };
  readonly credits: bigint;
  readonly spent: bigint;
  readonly overdraft: bigint;
  readonly nextExpiryAt: Date | null;
  readonly createdAt: Date;
}

interface Row {
  readonly id: string;
  readonly public_id: string;
  readonly owner_kind: 'user' | 'organization';
  readonly owner_id: string;
  readonly owner_public_id: string;
  readonly owner_name: string;
  readonly owner_email: string | null;
  readonly credits_nano: string;
  readonly spent_nano: string;
  readonly overdraft_nano: string;
  readonly next_expiry_at: Date | null;
  readonly created_at: Date;
}

/** The wallets of the tenants in $1; all, where it is null. */
const inScope = `from wallets w left join users u on u.id = w.user_id left join tenants t on t.id = w.tenant_id
  where ($1::bigint[] is null or w.tenant_id = any($1))`;
const columns = `w.*, case when u.id is null then 'organization' else 'user' end as owner_kind,
  coalesce(u.id, t.id) as owner_id, coalesce(u.public_id, t.public_id) as owner_public_id,
  coalesce(u.name, t.name) as owner_name, u.email as owner_email`;
const matching = `${inScope} and (u.name ilike $2 or u.email ilike $2 or t.name ilike $2)
  and (not $3 or w.credits_nano < w.spent_nano)`;

/** The wallets within somebody's reach: all for administrators of the platform, for owners those of their tenants. */
@Injectable()
export class WalletListing {
  constructor(private readonly database: Database) {}

  async list(actor: Actor, { search, overdrawn, ...page }: WalletsQuery): Promise<PageRows<OwnedWallet>> {
    const { skip, take } = pageBounds(page);
    const filter = [scopeOf(actor), `%${likeLiteral(search)}%`, overdrawn];
    const rows = await this.database.query<Row>(
      `select ${columns} ${matching} order by w.id desc limit $4 offset $5`,
      [...filter, take, skip],
    );
    const [count] = await this.database.query<{ total: number }>(
      `select count(*)::integer as total ${matching}`,
      filter,
    );
    return { rows: rows.map(toOwnedWallet), total: count?.total ?? 0 };
  }

  /** One that is out of reach does not exist. */
  async read(actor: Actor, walletId: number): Promise<OwnedWallet> {
    const [row] = await this.database.query<Row>(`select ${columns} ${inScope} and w.id = $2`, [
      scopeOf(actor),
      walletId,
    ]);
    if (!row) throw walletUnknown();
    return toOwnedWallet(row);
  }
}

/** `null` for everywhere. */
function scopeOf(actor: Actor): readonly number[] | null {
  const scope = tenantScope(actor, 'tenant.billing.read');
  return scope === 'all' ? null : scope;
}

function toOwnedWallet(row: Row): OwnedWallet {
  return {
    id: Number(row.id),
    publicId: row.public_id,
    owner: {
      kind: row.owner_kind,
      id: Number(row.owner_id),
      publicId: row.owner_public_id,
      name: row.owner_name,
      email: row.owner_email,
    },
    credits: BigInt(row.credits_nano),
    spent: BigInt(row.spent_nano),
    overdraft: BigInt(row.overdraft_nano),
    nextExpiryAt: row.next_expiry_at,
    createdAt: row.created_at,
  };
}
