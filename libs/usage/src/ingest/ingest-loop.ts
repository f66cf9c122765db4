import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LOGGER, type Logger } from '@onegate/platform';
import { EntryIntake } from './entry-intake.js';
import { IngestMetrics } from './ingest-metrics.js';
import { SpentTelling, type BookedCharge } from '../settlement/spent-telling.service.js';
import type { StreamEntry } from './stream-entry.js';
import { StreamReader } from './stream-reader.js';

const shortestWait = 100;
const longestWait = 5_000;
/** Beyond it the entries of the batch under way are claimed by another process, as if this one had died. */
const farewellMillis = 3_000;

type Taken = Awaited<ReturnType<EntryIntake['take']>>;

/**
 * Takes usage events from the stream to Postgres, for as long as the process lives. While Postgres or Redis is away it
 * holds on to what it has and tries again; nothing more is read meanwhile, and the stream grows.
 */
@Injectable()
export class IngestLoop implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private telling: Promise<void> = Promise.resolve();
  private lookedAt = 0;

  constructor(
    private readonly reader: StreamReader,
    private readonly intake: EntryIntake,
    private readonly spent: SpentTelling,
    private readonly metrics: IngestMetrics,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Lets the batch under way end; a Redis that does not answer is not waited for. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, pause(farewellMillis, undefined, { ref: false })]);
    this.reader.close();
  }

  private async run(): Promise<void> {
    await this.persist(() => this.reader.forgetOldConsumers());
    let reading = this.read();
    while (!this.stopping.signal.aborted) {
      if (performance.now() - this.lookedAt > this.reader.lookForAbandonedMillis) await this.takeAbandoned();
      const entries = await reading;
      reading = this.read();
      await this.bringHome(entries);
    }
    await this.bringHome(await reading);
    await this.telling;
  }

  /** Under way while the batch before goes to Postgres. */
  private async read(): Promise<readonly StreamEntry[]> {
    if (this.stopping.signal.aborted) return [];
    return (await this.persist(() => this.reader.next())) ?? [];
  }

  private async takeAbandoned(): Promise<void> {
    const entries = (await this.persist(() => this.reader.abandoned())) ?? [];
    await this.bringHome(entries);
    if (entries.length === 0) this.lookedAt = performance.now();
  }

  /** What was committed but not acknowledged comes again, to whoever claims it, and is not new then. */
  private async bringHome(entries: readonly StreamEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const taken = await this.persist(() => this.intake.take(entries));
    if (!taken) return;
    await this.telling;
    this.telling = this.tell(entries, taken);
  }

  /** Under way while the next batch goes to Postgres; how often and in which order does not matter. */
  private async tell(entries: readonly StreamEntry[], taken: Taken): Promise<void> {
    await this.persist(() => this.spent.tell(chargesIn(entries)));
    this.metrics.taken({ ...taken, known: entries.length - taken.fresh - taken.dead });
    this.compareCosts(entries, taken);
    await this.persist(() => this.reader.acknowledge(entries));
  }

  /** A batch in which something was known already is left out: here it is about shares, and the events have the sums. */
  private compareCosts(entries: readonly StreamEntry[], { fresh }: Taken): void {
    if (fresh !== entries.length) return;
    this.metrics.compare(entries.flatMap(({ event }) => event ?? []));
  }

  /** Until it works, or the process stops: entries that were read and not acknowledged are claimed by another one then. */
  private async persist<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    for (let wait = shortestWait; ; wait = Math.min(wait * 2, longestWait)) {
      try {
        return await work();
      } catch (err) {
        if (this.stopping.signal.aborted) return undefined;
        this.log.warn({ err }, 'The ingest of usage events has to wait');
        await pause(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }
}

function chargesIn(entries: readonly StreamEntry[]): BookedCharge[] {
  return entries.flatMap(({ event }) => (event && event.chargedNano !== '0' ? [event] : []));
}
