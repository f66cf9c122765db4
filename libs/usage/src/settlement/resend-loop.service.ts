import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LOGGER, type Logger } from '@onegate/platform';
import { IngestedEvents } from '../ingest/ingested.js';
import { JournalKeeper } from '../journal/journal-keeper.service.js';
import type { Journal } from '../journal/journal.js';
import { ProcessLease } from '../processes/process-lease.service.js';
import { EventTelling } from './event-telling.service.js';

const roundMillis = 500;
const atOnce = 200;
const heardAtOnce = 10_000;
/** Between leaving the stream and being heard of, with room for clocks and slow workers. */
const leasesUntilLost = 4 / 3;
const leasesToLookForLost = 2 / 3;
/** How long a stopping process waits to hear that Postgres has everything, so that nothing is left to adopt. */
const farewellMillis = 500;

/** Hears what Postgres has, and tells again what it does not hear of. */
@Injectable()
export class ResendLoop implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private lookedAt = 0;

  constructor(
    private readonly keeper: JournalKeeper,
    private readonly telling: EventTelling,
    private readonly ingested: IngestedEvents,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly lease: ProcessLease,
  ) {
    lease.onLost(() => this.tellEverything());
  }

  start(): void {
    this.running ??= this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
    const deadline = performance.now() + farewellMillis;
    while (this.running && performance.now() < deadline && (await this.countOpen()) > 0) {
      await this.round();
      await pause(50);
    }
  }

  /** After a loss nothing that was told before counts. */
  async tellEverything(): Promise<void> {
    for (const journal of await this.keeper.journals()) {
      for (const open of journal.open.values()) open.toldAt = 0;
      await this.tellUntold(journal);
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.round();
      await pause(roundMillis, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async round(): Promise<void> {
    try {
      const open = (await this.keeper.journals()).filter((journal) => journal.open.size > 0);
      for (const journal of open) await this.hear(journal);
      await this.findLost(open);
      for (const journal of open) await this.tellUntold(journal);
      await this.telling.clearUp();
      await this.keeper.dropFinished();
    } catch (err) {
      this.log.debug({ err }, 'What was settled could not be followed up');
    }
  }

  private async hear(journal: Journal): Promise<void> {
    for (;;) {
      const seqs = await this.ingested.take(journal.id, heardAtOnce);
      await journal.finish(seqs);
      if (seqs.length < heardAtOnce) return;
    }
  }

  /** What was in the stream before its oldest entry came has left it, and should have been heard of. */
  private async findLost(journals: readonly Journal[]): Promise<void> {
    const { leaseMillis } = this.lease;
    if (journals.length === 0 || performance.now() - this.lookedAt < leasesToLookForLost * leaseMillis)
      return;
    this.lookedAt = performance.now();
    const before = (await this.telling.oldestWaiting()) - leasesUntilLost * leaseMillis;
    for (const { open } of journals) {
      for (const entry of open.values()) if (entry.toldAt > 0 && entry.toldAt < before) entry.toldAt = 0;
    }
  }

  private async tellUntold(journal: Journal): Promise<void> {
    const untold = journal.untold();
    if (untold.size === 0) return;
    let batch: Promise<boolean>[] = [];
    for await (const entry of journal.read(untold)) {
      batch.push(this.telling.tell(entry, journal));
      if (batch.length < atOnce) continue;
      const isTold = await Promise.all(batch);
      batch = [];
      if (!isTold.every(Boolean)) return;
    }
    await Promise.all(batch);
  }

  private async countOpen(): Promise<number> {
    return (await this.keeper.journals()).reduce((sum, { open }) => sum + open.size, 0);
  }
}
