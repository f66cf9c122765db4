import { Injectable } from '@nestjs/common';
import { Clock, Database, JobQueue, orderedId } from '@onegate/platform';
import { z } from 'zod';
import { providerNews, type ProviderEvent, type ProviderNews } from '../providers/provider-facts.js';
import { SandboxEvent } from './sandbox-event.entity.js';
import { deliverSandboxEvent } from './sandbox.jobs.js';

/** An event as it goes over the wire. */
export const sandboxMessage = z.object({
  id: z.string().min(1).max(100),
  type: z.string().max(100),
  livemode: z.boolean(),
  created: z.int(),
  news: z.array(providerNews).max(10),
});

const atOnce = 200;

/** What the sandbox has to tell: kept until it is delivered, and to be asked for. */
@Injectable()
export class SandboxEvents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
  ) {}

  /** Within the transaction of what it tells. */
  async tell(type: string, news: readonly ProviderNews[], delayMillis = 0): Promise<void> {
    const now = this.clock.now();
    const id = `sbx_evt_${orderedId()}`;
    const created = Math.floor(now.getTime() / 1000);
    await this.database.of(SandboxEvent).insert({
      id,
      type,
      body: { id, type, livemode: false, created, news: [...news] },
      createdAt: now,
      deliverAt: new Date(now.getTime() + delayMillis),
    });
    await this.database.afterCommit(() => this.start(id, delayMillis));
  }

  /** Those whose delivery was never begun, or was given up. */
  async startWaiting(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - 30_000);
    const rows = await this.database.query<{ id: string }>(
      'select id from sandbox_events where delivered_at is null and deliver_at < $1 order by deliver_at limit $2',
      [before, atOnce],
    );
    for (const { id } of rows) await this.start(id, 0);
  }

  /** Those that are due by now. */
  async *since(moment: Date): AsyncGenerator<ProviderEvent> {
    let last = '';
    for (;;) {
      const rows = await this.database.query<{ id: string; body: unknown }>(
        `select id, body from sandbox_events where deliver_at between $1 and $2 and id > $3 order by id limit $4`,
        [moment, this.clock.now(), last, atOnce],
      );
      yield* rows.map(({ body }) => toProviderEvent(body));
      if (rows.length < atOnce) return;
      last = rows.at(-1)?.id ?? last;
    }
  }

  private start(eventId: string, delayMillis: number): Promise<void> {
    return this.jobs.enqueue(deliverSandboxEvent, { eventId }, { id: eventId, delayMillis });
  }
}

export function toProviderEvent(body: unknown): ProviderEvent {
  const { id, type, livemode, created, news } = sandboxMessage.parse(body);
  return {
    id,
    type,
    isLive: livemode,
    occurredAt: new Date(created * 1000),
    news: () => Promise.resolve(news),
  };
}
