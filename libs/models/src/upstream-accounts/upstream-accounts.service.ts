import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import type { AuditedActor } from '@onegate/tenants';
import { AccountTrail } from './account-trail.service.js';
import type { AccountChange, NewAccount } from './account-draft.js';
import { changedAccount, columnsOf, differences } from './account-changes.js';
import { draftComplaints, movingComplaints } from './draft-rules.js';
import { ListedModels } from './listed-models.service.js';
import { factsOf } from './provider-kinds.js';
import { accountProvided, invalidAccount } from './upstream-account.errors.js';
import type { AccountOrigin, ServedModels, UpstreamAccount } from './upstream-account.entity.js';
import { upstreamPolicy } from './upstream-policy.js';
import { AccountWriting } from './account-writing.service.js';

/** Whose an account is and who keeps it. */
export interface AccountOwner {
  readonly tenantId: number | null;
  readonly origin?: AccountOrigin;
  /** Beyond what a person can choose. */
  readonly serves?: ServedModels;
}

/** Making, changing and removing accounts. Who may is decided before. */
@Injectable()
export class UpstreamAccounts {
  constructor(
    private readonly database: Database,
    private readonly writing: AccountWriting,
    private readonly models: ListedModels,
    private readonly trail: AccountTrail,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async create(
    actor: AuditedActor | null,
    { tenantId, origin = 'person', serves }: AccountOwner,
    draft: NewAccount,
  ): Promise<UpstreamAccount> {
    const fresh = this.writing.fresh({ tenantId, origin, draft });
    this.refuseWrong(fresh, { credentials: {}, ...draft });
    return this.writing.unlessNameTaken(() =>
      this.database.transaction(async () => {
        const account = await this.writing.save(fresh, serves ? { serves } : {});
        if (draft.models) await this.models.replace(account, draft.models);
        const changes = { name: account.name, kind: account.kind, ...differences(account, draft) };
        await this.trail.leave(actor, account, { action: 'upstream_account.created', changes });
        return account;
      }),
    );
  }

  async change(
    actor: AuditedActor | null,
    account: UpstreamAccount,
    change: AccountChange,
  ): Promise<UpstreamAccount> {
    if (account.origin !== 'person' && isProvidedPart(change)) throw accountProvided();
    const next = changedAccount(account, columnsOf(change));
    this.refuseWrong(next, change, movingComplaints(account, next, change));
    return this.writing.unlessNameTaken(() =>
      this.database.transaction(async () => {
        const saved = await this.writing.save(next, this.writing.sealed(account, change));
        if (change.models) await this.models.replace(saved, change.models);
        const changes = differences(account, change);
        const step = { action: 'upstream_account.updated', changes, heals: true };
        await this.trail.leave(actor, saved, step);
        return saved;
      }),
    );
  }

  async remove(actor: AuditedActor, account: UpstreamAccount): Promise<void> {
    if (account.origin !== 'person') throw accountProvided();
    await this.database.transaction(async () => {
      await this.writing.bury(account);
      const changes = { name: account.name, kind: account.kind };
      await this.trail.leave(actor, account, { action: 'upstream_account.deleted', changes });
    });
  }

  private refuseWrong(
    account: UpstreamAccount,
    change: AccountChange,
    moving: Record<string, string> = {},
  ): void {
    const complaints = { ...draftComplaints(account, change, upstreamPolicy(this.config)), ...moving };
    if (account.kind === 'simulator' && this.config.runtime.mode === 'production')
      complaints.kind = `${factsOf('simulator').label}: not in production.`;
    if (Object.keys(complaints).length > 0) throw invalidAccount(complaints);
  }
}

/** What the configuration says of an account cannot be said differently here. */
function isProvidedPart(change: AccountChange): boolean {
  const { credentials, baseUrl, settings, serves } = change;
  return [credentials, baseUrl, settings, serves].some((part) => part !== undefined);
}
