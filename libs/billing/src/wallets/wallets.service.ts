import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { accountOfTag, tagOf, type AccountTag, type BilledAccount } from './billed-account.js';

interface Row {
  readonly id: string;
  readonly user_id: string | null;
  readonly tenant_id: string | null;
}

const findWallets = `select id, user_id, tenant_id from wallets
  where user_id = any($1::bigint[]) or tenant_id = any($2::bigint[])`;

/** In one order for everybody, so that two batches that make the same wallets wait for each other, not crosswise. */
const openWallets = `insert into wallets (public_id, user_id, tenant_id, created_at)
  select r.public_id, u.id, t.id, $2 from jsonb_to_recordset($1::jsonb) as r(public_id text, kind text, id bigint)
    left join users u on r.kind = 'user' and u.id = r.id
    left join tenants t on r.kind = 'organization' and t.id = r.id
  where u.id is not null or t.id is not null
  order by r.kind, r.id
  on conflict do nothing`;

/** Which account has which wallet. */
@Injectable()
export class Wallets {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The ids of those that have one. */
  async find(tags: readonly AccountTag[]): Promise<Map<AccountTag, number>> {
    const accounts = tags.map(accountOfTag);
    const idsOf = (kind: BilledAccount['kind']) =>
      accounts.filter((account) => account.kind === kind).map(({ id }) => id);
    const rows = await this.database.query<Row>(findWallets, [idsOf('user'), idsOf('organization')]);
    return new Map(rows.map((row) => [tagOfRow(row), Number(row.id)]));
  }

  /** The same, and opens the missing ones. An account that does not exist gets none. */
  async open(tags: readonly AccountTag[]): Promise<Map<AccountTag, number>> {
    const found = await this.find(tags);
    const missing = tags.filter((tag) => !found.has(tag));
    if (missing.length === 0) return found;
    const rows = missing.map((tag) => {
      const { kind, id } = accountOfTag(tag);
      return { public_id: newId('wal'), kind, id };
    });
    await this.database.query(openWallets, [JSON.stringify(rows), this.clock.now()]);
    return this.find(tags);
  }
}

function tagOfRow({ user_id: userId, tenant_id: tenantId }: Row): AccountTag {
  return userId === null
    ? tagOf({ kind: 'organization', id: Number(tenantId) })
    : tagOf({ kind: 'user', id: Number(userId) });
}
