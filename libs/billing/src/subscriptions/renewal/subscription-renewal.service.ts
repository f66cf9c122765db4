import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOGGER, type Logger } from '@onegate/platform';
import { InvoiceCollection } from './invoice-collection.service.js';
import { SubscriptionSteps } from './subscription-steps.service.js';

const atOnce = 200;
const dueSubscriptions = `select id from subscriptions where due_at <= $1 and id > $2 order by id limit ${atOnce}`;
const dueInvoices = `select id from invoices where attempt_at <= $1 and id > $2 order by id limit ${atOnce}`;

/** Everything that happens to plans by itself. Each step stands alone: whatever dies in between, the next run goes on. */
@Injectable()
export class SubscriptionRenewal {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly steps: SubscriptionSteps,
    private readonly collection: InvoiceCollection,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Answers how many steps were taken. */
  async run(): Promise<number> {
    const stepped = await this.each(dueSubscriptions, (id) => this.steps.take(id));
    const collected = await this.each(dueInvoices, (id) => this.collection.collect(id));
    return stepped + collected;
  }

  private async each(select: string, work: (id: number) => Promise<unknown>): Promise<number> {
    let done = 0;
    let last = 0;
    for (;;) {
      const rows = await this.database.query<{ id: string }>(select, [this.clock.now(), last]);
      for (const { id } of rows) done += (await this.tried(Number(id), work)) ? 1 : 0;
      if (rows.length < atOnce) return done;
      last = Number(rows.at(-1)?.id);
    }
  }

  /** One that fails is tried again with the next run and keeps no other from its turn. */
  private async tried(id: number, work: (id: number) => Promise<unknown>): Promise<boolean> {
    try {
      await work(id);
      return true;
    } catch (err) {
      this.log.error({ err, id }, 'A step of a plan could not be taken');
      return false;
    }
  }
}
