import { Injectable } from '@nestjs/common';
import type { AuditedActor } from '@onegate/tenants';
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

/** Puts new credentials in the place of old ones. */
@Injectable()
export class AccountCredentials {
  constructor(
    private readonly accounts: UpstreamAccounts,
    private readonly test: AccountTest,
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

  private async refuseUnlessGood(
    account: UpstreamAccount,
    credentials: Record<string, string>,
  ): Promise<void> {
    const result = await this.test.tryCredentials(account, credentials);
    if (result.ok) return;
    const fields = { credentials: [result.message] };
    throw credentialsRejected({ reason: result.message }, { fields });
  }
}
