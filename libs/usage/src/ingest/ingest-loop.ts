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

/**
 * While one batch adds to the sums in Postgres, another is inserted, and a third is read and made ready, or told of. Sums
 * are added to by one transaction at a time, whoever writes them: more would only wait for each other.
 */
const batchesAtOnce = 3;

type Taken = Awaited<ReturnType<EntryIntake['take']>>;

/**
 * Takes usage events from the stream to Postgres, for as long as the process lives. While Postgres or Redis is away it
 * holds on to what it has and tries again; nothing more is read meanwhile, and the stream grows.
 */
@Injectable()
export class IngestLoop implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> | undefined;
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

  /** Lets the batches under way end; a Redis that does not answer is not waited for. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, pause(farewellMillis, undefined, { ref: false })]);
    this.reader.close();
  }

  private async run(): Promise<void> {
    await this.persist(() => this.reader.forgetOldConsumers());
    await Promise.all(Array.from({ length: batchesAtOnce }, () => this.takeBatches()));
  }

  private async takeBatches(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const entries = this.isTimeToLook() ? await this.abandoned() : [];
      await this.bringHome(entries.length > 0 ? entries : await this.next());
    }
  }

  private async next(): Promise<readonly StreamEntry[]> {
    return (await this.persist(() => this.reader.next())) ?? [];
  }

  private isTimeToLook(): boolean {
    return performance.now() - this.lookedAt > this.reader.lookForAbandonedMillis;
  }

  /** After a batch of them there may be more at once. */
  private async abandoned(): Promise<readonly StreamEntry[]> {
    const entries = (await this.persist(() => this.reader.abandoned())) ?? [];
    if (entries.length === 0) this.lookedAt = performance.now();
    return entries;
  }

  /** What was committed but not acknowledged comes again, to whoever claims it, and is not new then. */
  private async bringHome(entries: readonly StreamEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const taken = await this.persist(() => this.intake.take(entries));
    if (taken) await this.tell(entries, taken);
  }

  /** How often and in which order does not matter. */
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
