import { Injectable } from '@nestjs/common';
import type { Actor } from '@onegate/tenants';
import { AccountListing, type AccountDetails } from './account-listing.service.js';
import { AccountScope, type OwnAccountAddress } from './account-scope.service.js';
import type { TestResult } from './account-test.schema.js';
import { AccountUpkeep } from './account-upkeep.service.js';
import { complainingInOwnWords } from './own-words.js';
import {
  toAccountChange,
  toNewAccount,
  type NewOwnAccount,
  type OwnAccountChange,
} from './own-account.schema.js';
import type { AccountTestWish, CredentialReplacementInput } from './platform-account.schema.js';
import { UpstreamAccounts } from './upstream-accounts.service.js';

/** The accounts that organizations bring along: used for their own calls only, at no cost of the platform's. */
@Injectable()
export class OrganizationAccounts {
  constructor(
    private readonly scope: AccountScope,
    private readonly listing: AccountListing,
    private readonly accounts: UpstreamAccounts,
    private readonly upkeep: AccountUpkeep,
  ) {}

  async list(actor: Actor, organizationId: string): Promise<AccountDetails[]> {
    return this.listing.own((await this.scope.enter(actor, organizationId)).id);
  }

  async read(actor: Actor, address: OwnAccountAddress): Promise<AccountDetails> {
    return this.listing.details(await this.scope.own(actor, address));
  }

  async create(actor: Actor, organizationId: string, input: NewOwnAccount): Promise<AccountDetails> {
    const { id: tenantId } = await this.scope.enter(actor, organizationId);
    const draft = toNewAccount(input);
    const create = () => this.accounts.create(actor, { tenantId }, draft);
    return this.listing.details(await complainingInOwnWords(create));
  }

  async change(actor: Actor, address: OwnAccountAddress, input: OwnAccountChange): Promise<AccountDetails> {
    const account = await this.scope.own(actor, address);
    const change = () => this.accounts.change(actor, account, toAccountChange(input));
    return this.listing.details(await complainingInOwnWords(change));
  }

  async remove(actor: Actor, address: OwnAccountAddress): Promise<void> {
    await this.accounts.remove(actor, await this.scope.own(actor, address));
  }

  async replaceCredentials(
    actor: Actor,
    address: OwnAccountAddress,
    { credentials, verify = false }: CredentialReplacementInput,
  ): Promise<AccountDetails> {
    const account = await this.scope.own(actor, address);
    return this.listing.details(await this.upkeep.replace(actor, account, { credentials, verify }));
  }

  async test(actor: Actor, address: OwnAccountAddress, { model }: AccountTestWish): Promise<TestResult> {
    return this.upkeep.test(await this.scope.own(actor, address), model);
  }
}
