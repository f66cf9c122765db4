import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@onegate/platform';
import type { UsageEvent } from '../events/usage-event.js';
import { HoldBook } from '../holds/hold-book.service.js';
import type { JournalPlace } from '../ingest/ingested.js';
import { UsageStream } from '../ingest/usage-stream.js';
import type { JournalEntry } from '../journal/journal-line.js';
import type { Journal } from '../journal/journal.js';
import { ProcessLease } from '../processes/process-lease.service.js';

/** Nobody's journal: for what could not be written to one. */
const noPlace = { process: '', seq: 0 };

/** More of them are left to the sweep. */
const failedAtMost = 10_000;

interface Failed {
  readonly entry: Pick<JournalEntry, 'seq'> & { readonly event: Pick<UsageEvent, 'id' | 'account'> };
  readonly journal: Journal;
}

/**
 * Tells Redis of a settled call: the account's slot first, then the stream. Either may be repeated at will. Whatever
 * was told to the account is told to the stream afterwards, because its way through Postgres takes it out of
 * `pending` again.
 */
@Injectable()
export class EventTelling {
  /** Tries that failed, and may still have told an account. */
  private readonly failed = new Map<string, Failed>();
  /** Those who wait for an account to know, by the call. */
  private readonly waiting = new Map<string, () => void>();
  private readonly unwritten = new Map<string, JournalEntry>();
  private isAway = false;
  private isStreamFull = false;

  constructor(
    private readonly holds: HoldBook,
    private readonly stream: UsageStream,
    private readonly lease: ProcessLease,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Answers whether both know it now. Never fails: what was not told stays open in the journal. `onAccount` is called as
   * soon as the account knows, for whoever waits for nothing else.
   */
  async tell(entry: JournalEntry, journal: Journal | null, onAccount?: () => void): Promise<boolean> {
    const open = journal?.open.get(entry.seq);
    if (open) open.isBeingTold = true;
    const isTold = await this.tryTo(entry, journal, onAccount);
    if (open) {
      open.isBeingTold = false;
      open.toldAt = isTold ? this.lease.redisNow() : 0;
    }
    if (isTold) this.failed.delete(entry.event.id);
    else if (journal && this.failed.size < failedAtMost) this.failed.set(entry.event.id, { entry, journal });
    return isTold;
  }

  /** One that no journal has: as long as this process lives it is told until Redis knows it. */
  async tellUnwritten(entry: JournalEntry, onAccount?: () => void): Promise<boolean> {
    const isTold = await this.tell(entry, null, onAccount);
    if (!isTold) this.unwritten.set(entry.event.id, entry);
    else this.unwritten.delete(entry.event.id);
    return isTold;
  }

  /** When the oldest entry of the stream was added, by the clock of Redis; now, where there is none. */
  async oldestWaiting(): Promise<number> {
    return (await this.stream.waitingSince())?.getTime() ?? this.lease.redisNow();
  }

  /** Tells what no journal has, and takes back what a failed try may have told although the books have it. */
  async clearUp(): Promise<void> {
    this.isStreamFull = await this.stream.isFull();
    for (const entry of this.unwritten.values()) if (!(await this.tellUnwritten(entry))) return;
    for (const [callId, { entry, journal }] of this.failed) {
      if (journal.open.has(entry.seq)) continue;
      await this.holds.absorb(entry.event.account, [callId]);
      this.failed.delete(callId);
    }
  }

  private async tryTo(
    { event, text, tokens, scopes, seq }: JournalEntry,
    journal: Journal | null,
    onAccount?: () => void,
  ): Promise<boolean> {
    try {
      // A process that takes over a journal may never have served the account, and tells of it after a loss.
      await this.lease.enter(event.account);
      const chargedNano = BigInt(event.chargedNano);
      const place = journal ? { process: journal.id, seq } : noPlace;
      const settled = this.holds.settle(event.account, { callId: event.id, chargedNano, tokens, scopes });
      const added = this.addedAfter(settled, text, place);
      await settled;
      this.accountKnows(event.id, onAccount);
      if (!(await added)) return false;
      this.isAway = false;
      return true;
    } catch (err) {
      if (onAccount) this.waiting.set(event.id, onAccount);
      if (!this.isAway)
        this.log.warn({ err }, 'Redis cannot be told of settled calls, the journal keeps them');
      this.isAway = true;
      return false;
    }
  }

  /** Both in one message where that keeps their order: each message costs Redis and this process as much as a script. */
  private addedAfter(settled: Promise<void>, text: string, place: JournalPlace): Promise<boolean> {
    const add = async (): Promise<boolean> => {
      if (this.isStreamFull) return false;
      await this.stream.add(text, place);
      return true;
    };
    const added = this.stream.isInOrder ? add() : settled.then(add);
    // Whoever waits for the account hears of its failure first.
    added.catch(() => undefined);
    return added;
  }

  private accountKnows(callId: string, onAccount?: () => void): void {
    onAccount?.();
    if (this.waiting.size === 0) return;
    this.waiting.get(callId)?.();
    this.waiting.delete(callId);
  }
}
