import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { asking } from '../asking.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import type { ProviderEvent, ProviderNews } from '../providers/provider-facts.js';
import { PaymentEvent } from '../records/payment-event.entity.js';
import { refused, type Learned } from './learned.js';
import { NewsLearning } from './news-learning.service.js';
import { PaymentRefusals } from './payment-refusals.service.js';

const insertEvent = `insert into payment_events (provider, event_id, type, outcome, occurred_at, received_at)
  values ($1, $2, $3, 'unrelated', $4, $5) on conflict (provider, event_id) do nothing returning id`;

/**
 * Events of providers, each of which counts once: its row and what follows from it are one transaction. Who brings the
 * same one at the same time waits at the row for the first, and then has nothing to do.
 */
@Injectable()
export class EventIntake {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly news: NewsLearning,
    private readonly refusals: PaymentRefusals,
  ) {}

  async take(provider: PaymentProvider, event: ProviderEvent): Promise<void> {
    if (await this.isKnown(provider, event)) return;
    const isOurMode = event.isLive === provider.isLive;
    const news = isOurMode ? await asking(() => event.news()) : [];
    await this.database.transaction(async () => {
      const id = await this.claim(provider, event);
      if (id === null) return;
      const { outcome, paymentId, reason } = isOurMode
        ? await this.learn(provider, event, news)
        : await this.refuseMode(provider, event);
      await this.database.of(PaymentEvent).update(id, { outcome, paymentId, reason });
    });
  }

  private async isKnown({ name }: PaymentProvider, { id }: ProviderEvent): Promise<boolean> {
    return this.database.of(PaymentEvent).existsBy({ provider: name, eventId: id });
  }

  private async claim({ name }: PaymentProvider, event: ProviderEvent): Promise<number | null> {
    const values = [name, event.id, event.type.slice(0, 200), event.occurredAt, this.clock.now()];
    const [row] = await this.database.query<{ id: string }>(insertEvent, values);
    return row ? Number(row.id) : null;
  }

  private learn(
    provider: PaymentProvider,
    event: ProviderEvent,
    news: readonly ProviderNews[],
  ): Promise<Learned> {
    return this.news.learn(provider, news, event.id);
  }

  private async refuseMode(provider: PaymentProvider, event: ProviderEvent): Promise<Learned> {
    const learned = refused(null, `another mode: ${event.isLive ? 'live' : 'test'}`);
    await this.refusals.record(provider.name, learned, event.id);
    return learned;
  }
}
