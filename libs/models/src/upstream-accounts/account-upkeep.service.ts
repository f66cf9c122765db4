import { Injectable } from '@nestjs/common';
import type { AuditedActor } from '@onegate/tenants';
import { RouteLoading } from '../routing/route-loading.service.js';
import type { Route } from '../routing/route.js';
import { ModelsService } from '../catalog/models.service.js';
import type { TestResult } from './account-test.schema.js';
import { AccountTest } from './account-test.service.js';
import { credentialComplaints } from './draft-rules.js';
import type { UpstreamAccount } from './upstream-account.entity.js';
import { credentialsRejected, invalidAccount } from './upstream-account.errors.js';
import { UpstreamAccounts } from './upstream-accounts.service.js';

export interface CredentialReplacement {
  readonly credentials: Record<string, string>;
  /** Whether they are tried before the old ones go. */
  readonly verify: boolean;
}

/** Keeps accounts working: tests them, and puts new credentials in the place of old ones. */
@Injectable()
export class AccountUpkeep {
  constructor(
    private readonly accounts: UpstreamAccounts,
    private readonly trial: AccountTest,
    private readonly models: ModelsService,
    private readonly routes: RouteLoading,
  ) {}

  async replace(
    actor: AuditedActor,
    account: UpstreamAccount,
    { credentials, verify }: CredentialReplacement,
  ): Promise<UpstreamAccount> {
    const complaints = credentialComplaints(account.kind, credentials);
    if (Object.keys(complaints).length > 0) throw invalidAccount(complaints);
    if (verify) await this.refuseUnlessGood(account, credentials);
    return this.accounts.change(actor, account, { credentials });
  }

  /** With a model the account is asked for one token of it, without one for its list of models or the like. */
  async test(account: UpstreamAccount, model?: string | number): Promise<TestResult> {
    const served = await this.servedBy(account);
    if (model === undefined)
      return this.trial.run(account, { names: served.map(({ upstreamName }) => upstreamName) });
    const id = typeof model === 'number' ? model : (await this.models.resolve(model))?.id;
    const route = served.find(({ modelId }) => modelId === id);
    if (!route) throw invalidAccount({ model: `The account does not serve the model ${model}.` });
    return this.trial.run(account, { upstreamName: route.upstreamName });
  }

  private async servedBy({ id }: UpstreamAccount): Promise<Route[]> {
    const table = await this.routes.load();
    return [...table.values()].flat().filter(({ account }) => account.id === id);
  }

  private async refuseUnlessGood(
    account: UpstreamAccount,
    credentials: Record<string, string>,
  ): Promise<void> {
    const result = await this.trial.tryCredentials(account, credentials);
    if (result.ok) return;
    const fields = { credentials: [result.message] };
    throw credentialsRejected({ reason: result.message }, { fields });
  }
}
