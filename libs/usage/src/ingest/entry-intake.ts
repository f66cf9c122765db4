import { Inject, Injectable } from '@nestjs/common';
import { Failure, LOGGER, sqlStateOf, type Logger } from '@onegate/platform';
import { SpendWatch } from '../alerts/spend-watch.service.js';
import { EventPartitions } from '../events/event-partitions.js';
import { DeadLetters } from './dead-letters.js';
import type { StreamEntry } from './stream-entry.js';
import { UsageIngest } from './usage-ingest.js';

/** Brings entries to where they belong: the events among them to Postgres, the rest to the dead letters. */
@Injectable()
export class EntryIntake {
  constructor(
    private readonly ingest: UsageIngest,
    private readonly partitions: EventPartitions,
    private readonly deadLetters: DeadLetters,
    private readonly watch: SpendWatch,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Answers how many events were new. Fails only when nothing could be taken in at the moment, whatever it was. */
  async take(entries: readonly StreamEntry[]): Promise<{ fresh: number; dead: number }> {
    const unreadable = entries.filter(({ event }) => event === null);
    if (unreadable.length > 0) await this.bury(unreadable, ({ problem }) => problem ?? '');
    const { fresh, dead } = await this.takeReadable(entries.filter(({ event }) => event !== null));
    return { fresh, dead: dead + unreadable.length };
  }

  /** A batch that is refused is halved until the entry is found that spoils it. */
  private async takeReadable(entries: readonly StreamEntry[]): Promise<{ fresh: number; dead: number }> {
    const events = entries.map(({ event }) => event).filter((event) => event !== null);
    try {
      await this.partitions.ensureFor(events.map(({ id }) => id));
      const fresh = await this.ingest.take(events);
      if (fresh > 0) await this.watch.charged([...new Set(events.map(({ account }) => account))]);
      return { fresh, dead: 0 };
    } catch (err) {
      if (!isFaultOfData(err)) throw err;
      if (entries.length > 1) return this.takeHalves(entries);
      await this.bury(entries, () => String(err));
      return { fresh: 0, dead: entries.length };
    }
  }

  private async takeHalves(entries: readonly StreamEntry[]): Promise<{ fresh: number; dead: number }> {
    const middle = Math.ceil(entries.length / 2);
    const first = await this.takeReadable(entries.slice(0, middle));
    const second = await this.takeReadable(entries.slice(middle));
    return { fresh: first.fresh + second.fresh, dead: first.dead + second.dead };
  }

  private async bury(
    entries: readonly StreamEntry[],
    reasonOf: (entry: StreamEntry) => string,
  ): Promise<void> {
    await this.deadLetters.keep(entries, reasonOf);
    this.log.error({ entries: entries.map(({ id }) => id) }, 'Usage events could not be taken in');
  }
}

/** Whether the next try would fail in the same way, because what is wrong is in the events and not in the servers. */
export function isFaultOfData(error: unknown): boolean {
  const state = sqlStateOf(error) ?? '';
  if (/^(22|23)[0-9A-Z]{3}$/.test(state)) return true;
  return [Failure, TypeError, RangeError, SyntaxError].some((kind) => error instanceof kind);
}
