import { Injectable } from '@nestjs/common';
import { Database, likeLiteral, pageBounds, type PageQuery, type PageRows } from '@onegate/platform';
import { ListedModels, type ListedModelFacts } from './listed-models.service.js';
import type { ProviderKind } from './provider-kinds.js';
import { UpstreamAccount } from './upstream-account.entity.js';

/** An account with what it is known to serve. */
export interface AccountDetails {
  readonly account: UpstreamAccount;
  readonly models: readonly ListedModelFacts[];
  /** Of the organization that owns it. */
  readonly organizationId: string | null;
}

export interface AccountFilter extends PageQuery {
  readonly search?: string | undefined;
  readonly kind?: ProviderKind | undefined;
  /** `platform` are those of nobody in particular. */
  readonly owner?: number | 'platform' | 'all' | undefined;
}

/** Reading accounts. */
@Injectable()
export class AccountListing {
  constructor(
    private readonly database: Database,
    private readonly listed: ListedModels,
  ) {}

  async page(filter: AccountFilter): Promise<PageRows<AccountDetails>> {
    const { skip, take } = pageBounds(filter);
    const [accounts, total] = await this.matching(filter)
      .orderBy('account.id', 'ASC')
      .skip(skip)
      .take(take)
      .getManyAndCount();
    return { rows: await this.detailsOf(accounts), total };
  }

  async own(tenantId: number): Promise<AccountDetails[]> {
    const accounts = await this.matching({ owner: tenantId }).orderBy('account.id', 'ASC').getMany();
    return this.detailsOf(accounts);
  }

  async details(account: UpstreamAccount): Promise<AccountDetails> {
    const [details] = await this.detailsOf([account]);
    return details ?? { account, models: [], organizationId: null };
  }

  private matching({ search, kind, owner = 'all' }: Omit<AccountFilter, keyof PageQuery>) {
    const query = this.database
      .of(UpstreamAccount)
      .createQueryBuilder('account')
      .where('account.deletedAt is null');
    if (search) query.andWhere('account.name ilike :search', { search: `%${likeLiteral(search)}%` });
    if (kind) query.andWhere('account.kind = :kind', { kind });
    if (owner === 'platform') query.andWhere('account.tenantId is null');
    if (typeof owner === 'number') query.andWhere('account.tenantId = :owner', { owner });
    return query;
  }

  private async detailsOf(accounts: readonly UpstreamAccount[]): Promise<AccountDetails[]> {
    const listed = await this.listed.of(accounts.map(({ id }) => id));
    const organizations = await this.organizationIds(accounts);
    return accounts.map((account) => ({
      account,
      models: listed.filter(({ accountId }) => accountId === account.id),
      organizationId: organizations.get(account.tenantId ?? -1) ?? null,
    }));
  }

  private async organizationIds(accounts: readonly UpstreamAccount[]): Promise<Map<number, string>> {
    const ids = accounts.map(({ tenantId }) => tenantId).filter((id) => id !== null);
    if (ids.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; public_id: string }>(
      'select id, public_id from tenants where id = any($1)',
      [ids],
    );
    return new Map(rows.map(({ id, public_id: publicId }) => [Number(id), publicId]));
  }
}
