import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BilledAccount } from '@onegate/billing';
import { Database, FreshCache, RedisChannels, type Channel } from '@onegate/platform';
import { z } from 'zod';
import type { Budget } from '../limits/call-limits.js';
import { StoredBudget } from './budget.entity.js';
import { Budgets } from './budgets.js';

const changedBudgets = z.object({ tenantId: z.number() });

/** The budgets of an organization are others now. */
export const budgetsChanged: Channel<z.infer<typeof changedBudgets>> = {
  name: 'budgets-changed',
  message: changedBudgets,
};

interface Known {
  readonly tenantId: number;
  readonly budgets: readonly Budget[];
}

const none: readonly Budget[] = [];

/** The budgets of organizations, remembered by this process and kept fresh by news. A person has none for himself. */
@Injectable()
export class LiveBudgets extends Budgets implements OnModuleInit {
  private readonly cache: FreshCache<Known>;

  constructor(
    private readonly database: Database,
    private readonly channels: RedisChannels,
  ) {
    super();
    this.cache = new FreshCache({
      capacity: 20_000,
      isCurrent: () => channels.isCurrent(),
      tagsOf: ({ tenantId }) => [`${tenantId}`],
    });
    channels.onMissed(() => this.cache.clear());
  }

  async onModuleInit(): Promise<void> {
    await this.channels.subscribe(budgetsChanged, ({ tenantId }, phase) => {
      if (phase === 'coming') this.cache.doubt(`${tenantId}`);
      else this.cache.forget(`${tenantId}`);
    });
  }

  override async of({ kind, id }: BilledAccount): Promise<readonly Budget[]> {
    if (kind === 'user') return none;
    const known = await this.cache.get(`${id}`, () => this.load(id));
    return known?.budgets ?? none;
  }

  private async load(tenantId: number): Promise<Known> {
    const budgets = await this.database.of(StoredBudget).findBy({ tenantId });
    return { tenantId, budgets };
  }
}
