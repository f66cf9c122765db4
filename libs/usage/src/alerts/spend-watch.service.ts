import { Inject, Injectable } from '@nestjs/common';
import { AlertRules, type AccountTag } from '@onegate/billing';
import { Clock, Database, JobQueue, LOGGER, type Logger } from '@onegate/platform';
import { checkSpending } from './spend-alerts.jobs.js';

/** Longer than any crash between the books and the queue goes unnoticed. */
const lately = 3_600_000;

/** Has the quotas and budgets of accounts looked at when they were used, where somebody wants to be told. */
@Injectable()
export class SpendWatch {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    private readonly rules: AlertRules,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** These accounts were charged. Never fails: what is not looked at now the sweep finds. */
  async charged(tags: readonly AccountTag[]): Promise<void> {
    if (tags.length === 0) return;
    try {
      await this.enqueue(await this.rules.watchingSpending(tags));
    } catch (err) {
      this.log.warn({ err }, 'Alerts of quotas and budgets have to wait');
    }
  }

  /** All that were used lately; answers how many. */
  async sweep(): Promise<number> {
    const watched = await this.rules.watchingSpending();
    const since = new Date(this.clock.now().getTime() - lately);
    const rows = await this.database.query<{ scope: AccountTag }>(
      `select distinct scope from usage_days where scope = any($1::text[]) and axis = 'total' and last_at >= $2`,
      [watched, since],
    );
    await this.enqueue(rows.map(({ scope }) => scope));
    return rows.length;
  }

  private async enqueue(tags: readonly AccountTag[]): Promise<void> {
    for (const account of tags) {
      await this.jobs.enqueue(checkSpending, { account }, { about: `spending-${account}` });
    }
  }
}
