import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { IsNull } from 'typeorm';
import { callableStates } from '../catalog/model-lifecycle.js';
import { baseUrlOf } from '../upstream-accounts/base-url.js';
import { factsOf } from '../upstream-accounts/provider-kinds.js';
import { UpstreamAccount } from '../upstream-accounts/upstream-account.entity.js';
import { UpstreamModel } from '../upstream-accounts/upstream-model.entity.js';
import { buildRoutes, type RoutableModel, type ServingAccount } from './build-routes.js';
import { defaultTimeouts } from './default-timeouts.js';
import type { Route, RoutedAccount } from './route.js';

/** Reads from Postgres what can be called where. */
@Injectable()
export class RouteLoading {
  constructor(
    private readonly database: Database,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async load(): Promise<Map<number, Route[]>> {
    const [models, accounts, listed] = await Promise.all([
      this.models(),
      this.accounts(),
      this.database.of(UpstreamModel).find(),
    ]);
    return buildRoutes(models, accounts, listed);
  }

  private async models(): Promise<RoutableModel[]> {
    const rows = await this.database.query<{ id: string; slug: string }>(
      'select id, slug from models where is_active and state = any($1)',
      [callableStates],
    );
    return rows.map(({ id, slug }) => ({ id: Number(id), slug }));
  }

  private async accounts(): Promise<ServingAccount[]> {
    const accounts = await this.database
      .of(UpstreamAccount)
      .findBy({ isEnabled: true, isProvided: true, deletedAt: IsNull() });
    const closed = await this.closedTenants();
    return accounts
      .filter(({ kind }) => kind !== 'simulator' || this.config.runtime.mode !== 'production')
      .filter(({ tenantId }) => tenantId === null || !closed.has(tenantId))
      .filter(({ credentialNames, kind }) => hasWhatItNeeds(kind, credentialNames))
      .map((account) => ({
        account: toRouted(account),
        serves: account.serves,
        costBps: account.costBps,
      }));
  }

  /** The accounts of an organization that was deleted serve nobody. */
  private async closedTenants(): Promise<Set<number>> {
    const rows = await this.database.query<{ tenant_id: string }>(
      `select distinct a.tenant_id from upstream_accounts a
       join tenants t on t.id = a.tenant_id where t.deleted_at is not null`,
    );
    return new Set(rows.map(({ tenant_id: id }) => Number(id)));
  }
}

function hasWhatItNeeds(kind: UpstreamAccount['kind'], names: readonly string[]): boolean {
  const needed = Object.entries(factsOf(kind).credentials).filter(([, { required }]) => required);
  return needed.every(([name]) => names.includes(name));
}

function toRouted(account: UpstreamAccount): RoutedAccount {
  const { id, publicId, kind, tenantId, isExclusive, settings, priority, weight } = account;
  return {
    id,
    publicId,
    kind,
    tenantId,
    isExclusive,
    isSimulated: kind === 'simulator',
    baseUrl: baseUrlOf(account) ?? '',
    settings,
    timeouts: {
      connectMs: account.connectTimeoutMs ?? defaultTimeouts.connectMs,
      firstByteMs: account.firstByteTimeoutMs ?? defaultTimeouts.firstByteMs,
      idleMs: account.idleTimeoutMs ?? defaultTimeouts.idleMs,
      totalMs: account.totalTimeoutMs ?? defaultTimeouts.totalMs,
    },
    limits: {
      concurrency: account.concurrency,
      requestsPerMinute: account.requestsPerMinute,
      tokensPerMinute: account.tokensPerMinute,
      monthlyBudgetNanoUsd: account.monthlyBudgetNanoUsd,
    },
    priority,
    weight,
  };
}
