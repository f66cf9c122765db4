import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { In } from 'typeorm';
import { accountOfTag, tagOf, type AccountTag } from '../wallets/billed-account.js';
import { Wallets } from '../wallets/wallets.service.js';
import { AlertRule } from './alert-rule.entity.js';

interface Row {
  readonly user_id: string | null;
  readonly tenant_id: string | null;
}

const spendKinds = ['key_quota', 'budget'] as const;

const watching = `from alert_rules r join wallets w on w.id = r.wallet_id
  where r.is_active and r.kind in ('key_quota', 'budget')`;

/** Rules about what is spent, for the lib that knows what is. */
@Injectable()
export class AlertRules {
  constructor(
    private readonly database: Database,
    private readonly wallets: Wallets,
  ) {}

  async ofSpending(tag: AccountTag): Promise<AlertRule[]> {
    const walletId = (await this.wallets.find([tag])).get(tag);
    if (walletId === undefined) return [];
    return this.database.of(AlertRule).findBy({ walletId, isActive: true, kind: In([...spendKinds]) });
  }

  /** Which of these accounts, or of all, have such rules. */
  async watchingSpending(tags?: readonly AccountTag[]): Promise<AccountTag[]> {
    const accounts = tags?.map(accountOfTag) ?? [];
    const idsOf = (kind: 'user' | 'organization') =>
      accounts.filter((account) => account.kind === kind).map(({ id }) => id);
    const among = tags ? 'and (w.user_id = any($1::bigint[]) or w.tenant_id = any($2::bigint[]))' : '';
    const rows = await this.database.query<Row>(
      `select distinct w.user_id, w.tenant_id ${watching} ${among}`,
      tags ? [idsOf('user'), idsOf('organization')] : [],
    );
    return rows.map(({ user_id: userId, tenant_id: tenantId }) =>
      userId === null
        ? tagOf({ kind: 'organization', id: Number(tenantId) })
        : tagOf({ kind: 'user', id: Number(userId) }),
    );
  }
}
