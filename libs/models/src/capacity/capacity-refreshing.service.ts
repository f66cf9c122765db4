import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock, JobQueue } from '@onegate/platform';
import type { UpstreamAccount } from '../upstream-accounts/upstream-account.entity.js';
import { AccountCapacities, type AccountCapacity, type CapacityViewer } from './account-capacity.service.js';
import { CapacityNotes } from './capacity-notes.js';
import { refreshCapacity } from './capacity-refresh.jobs.js';

/** However many ask, a provider is asked once in so long: it costs the owner of the account a call. */
const onceInMillis = { own: 15_000, platform: 60_000 };
const patienceMillis = 4_000;
const lookEveryMillis = 50;
const mostAccounts = 50;

/** Has providers asked anew, and waits a moment for what they say. */
@Injectable()
export class CapacityRefreshing {
  constructor(
    private readonly capacities: AccountCapacities,
    private readonly notes: CapacityNotes,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  async refresh(viewer: CapacityViewer): Promise<AccountCapacity[]> {
    const accounts = (await this.capacities.visible(viewer)).slice(0, mostAccounts);
    const patience = AbortSignal.timeout(patienceMillis);
    await Promise.all(accounts.map((account) => this.refreshOne(account, patience)));
    return this.capacities.list(viewer);
  }

  private async refreshOne({ id, tenantId }: UpstreamAccount, patience: AbortSignal): Promise<void> {
    const length = tenantId === null ? onceInMillis.platform : onceInMillis.own;
    const slot = Math.floor(this.clock.now().getTime() / length);
    const isFresh = async () => ((await this.notes.of(id))?.at ?? 0) >= slot * length;
    if (await isFresh()) return;
    await this.jobs.enqueue(refreshCapacity, { accountId: id }, { id: `capacity-${id}-${length}-${slot}` });
    while (!patience.aborted && !(await isFresh())) await pause(lookEveryMillis);
  }
}
