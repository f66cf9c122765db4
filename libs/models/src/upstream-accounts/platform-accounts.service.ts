import { Injectable } from '@nestjs/common';
import { Database, type PageRows } from '@onegate/platform';
import type { Actor } from '@onegate/tenants';
import { AccountListing, type AccountDetails } from './account-listing.service.js';
import { AccountScope } from './account-scope.service.js';
import { AccountUpkeep } from './account-upkeep.service.js';
import type { TestResult } from './account-test.schema.js';
import { toAccountChange } from './own-account.schema.js';
import {
  inOwnWords,
  toAccountFilter,
  type AccountTestWish,
  type CredentialReplacementInput,
  type NewUpstreamAccount,
  type UpstreamAccountChange,
  type UpstreamAccountsQuery,
} from './platform-account.schema.js';
import { invalidAccount } from './upstream-account.errors.js';
import { UpstreamAccounts } from './upstream-accounts.service.js';

/** What the platform's administrators do with all accounts, those of organizations included. */
@Injectable()
export class PlatformAccounts {
  constructor(
    private readonly database: Database,
    private readonly scope: AccountScope,
    private readonly listing: AccountListing,
    private readonly accounts: UpstreamAccounts,
    private readonly upkeep: AccountUpkeep,
  ) {}

  list(query: UpstreamAccountsQuery): Promise<PageRows<AccountDetails>> {
    return this.listing.page(toAccountFilter(query));
  }

  async read(id: number): Promise<AccountDetails> {
    return this.listing.details(await this.scope.byId(id));
  }

  async create(actor: Actor, input: NewUpstreamAccount): Promise<AccountDetails> {
    const tenantId = input.tenant_id ?? null;
    if (tenantId !== null && !(await this.isTenant(tenantId)))
      throw invalidAccount({ tenant_id: 'The selected tenant id is invalid.' });
    const draft = { ...toAccountChange(inOwnWords(input)), name: input.name, kind: input.kind };
    return this.listing.details(await this.accounts.create(actor, { tenantId }, draft));
  }

  async change(actor: Actor, id: number, input: UpstreamAccountChange): Promise<AccountDetails> {
    const change = toAccountChange(inOwnWords(input));
    return this.listing.details(await this.accounts.change(actor, await this.scope.byId(id), change));
  }

  async remove(actor: Actor, id: number): Promise<void> {
    await this.accounts.remove(actor, await this.scope.byId(id));
  }

  async replaceCredentials(
    actor: Actor,
    id: number,
    { credentials, verify = false }: CredentialReplacementInput,
  ): Promise<AccountDetails> {
    const account = await this.scope.byId(id);
    return this.listing.details(await this.upkeep.replace(actor, account, { credentials, verify }));
  }

  async test(id: number, { model }: AccountTestWish): Promise<TestResult> {
    return this.upkeep.test(await this.scope.byId(id), model);
  }

  private async isTenant(id: number): Promise<boolean> {
    const rows = await this.database.query('select id from tenants where id = $1 and deleted_at is null', [
      id,
    ]);
    return rows.length > 0;
  }
}
