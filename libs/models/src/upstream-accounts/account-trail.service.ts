import { Injectable } from '@nestjs/common';
import { ChangeNews, Database } from '@onegate/platform';
import { AuditLog, type AuditedActor } from '@onegate/tenants';
import { RouteStates } from '../routing/route-states.js';
import type { UpstreamAccount } from './upstream-account.entity.js';
import { upstreamChanged } from './upstream.channels.js';

export interface AccountStep {
  /** `upstream_account.<verb in the past>` */
  readonly action: string;
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Whether what made it fail may be gone now. */
  readonly heals?: boolean;
}

/** What a change of an account leaves behind: an entry in the audit log, word to every process, another chance. */
@Injectable()
export class AccountTrail {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly news: ChangeNews,
    private readonly states: RouteStates,
  ) {}

  /** Call it in the transaction of the change. `null` is the server itself. */
  async leave(
    actor: AuditedActor | null,
    account: Pick<UpstreamAccount, 'id' | 'publicId' | 'tenantId'>,
    { action, changes = {}, heals = false }: AccountStep,
  ): Promise<void> {
    const target = { kind: 'upstream_account', id: account.publicId };
    await this.audit.record(actor, { action, target, changes, tenantId: account.tenantId });
    await this.news.tell(upstreamChanged, { accountId: account.id });
    if (heals) await this.database.afterCommit(() => this.states.forgetFailures(account.id));
  }
}
