import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { day, hour } from '../check-times.js';
import { EventIntake } from '../learning/event-intake.service.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import { PaymentFeed } from '../records/payment-feed.entity.js';

/** Events are listed by the time at which they happened, and can appear a little later than that. */
const overlap = hour;
/** Where nothing was read before. Providers forget events after a month. */
const firstLook = 29 * day;

/** Asks a provider for everything that happened there; what came by webhook is known by its id. */
@Injectable()
export class MissedEvents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly intake: EventIntake,
  ) {}

  async read(provider: PaymentProvider): Promise<number> {
    const { name, isLive } = provider;
    const feeds = this.database.of(PaymentFeed);
    const feed = await feeds.findOneBy({ provider: name, isLive });
    const now = this.clock.now();
    const since = new Date(feed ? feed.readUntil.getTime() - overlap : now.getTime() - firstLook);
    let count = 0;
    for await (const event of provider.eventsSince(since)) {
      await this.intake.take(provider, event);
      count += 1;
    }
    await feeds.upsert({ provider: name, isLive, readUntil: now }, ['provider', 'isLive']);
    return count;
  }
}
