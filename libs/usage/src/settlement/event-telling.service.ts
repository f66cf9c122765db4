import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@onegate/platform';
import type { AccountTag } from '@onegate/billing';
import { HoldBook } from '../holds/hold-book.service.js';
import { UsageStream } from '../ingest/usage-stream.js';
import type { JournalEntry } from '../journal/journal-line.js';
import type { Journal } from '../journal/journal.js';
import { ProcessLease } from '../processes/process-lease.service.js';

/** Nobody's journal: for what could not be written to one. */
const noPlace = { process: '', seq: 0 };

interface Charge {
  readonly account: AccountTag;
  readonly callId: string;
}

/**
 * Tells Redis of a settled call: the account's slot first, then the stream. Either may be repeated at will. Whatever
 * was told to the account is told to the stream afterwards, because its way through Postgres takes it out of
 * `pending` again.
 */
@Injectable()
export class EventTelling {
  /** Told to an account by a try that failed, while Postgres had them from an earlier one. */
  private readonly doubtful = new Map<string, AccountTag>();
  private readonly unwritten = new Map<string, JournalEntry>();
  private isAway = false;

  constructor(
    private readonly holds: HoldBook,
    private readonly stream: UsageStream,
    private readonly lease: ProcessLease,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Answers whether both know it now. Never fails: what was not told stays open in the journal. */
  async tell(entry: JournalEntry, journal: Journal | null): Promise<boolean> {
    const open = journal?.open.get(entry.seq);
    if (open) open.isBeingTold = true;
    const isTold = await this.tryTo(entry, journal);
    if (open) {
      open.isBeingTold = false;
      open.toldAt = isTold ? this.lease.redisNow() : 0;
    }
    if (!isTold && journal && !journal.open.has(entry.seq)) this.doubt(chargeOf(entry));
    return isTold;
  }

  /** One that no journal has: as long as this process lives it is told until Redis knows it. */
  async tellUnwritten(entry: JournalEntry): Promise<boolean> {
    const isTold = await this.tell(entry, null);
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
    for (const entry of this.unwritten.values()) if (!(await this.tellUnwritten(entry))) return;
    for (const [callId, account] of this.doubtful) {
      await this.holds.absorb(account, [callId]);
      this.doubtful.delete(callId);
    }
  }

  private async tryTo({ event, text, tokens, scopes, seq }: JournalEntry, journal: Journal | null) {
    try {
      const chargedNano = BigInt(event.chargedNano);
      await this.holds.settle(event.account, { callId: event.id, chargedNano, tokens, scopes });
      const isIn = await this.stream.append(text, journal ? { process: journal.id, seq } : noPlace);
      this.isAway = false;
      return isIn;
    } catch (err) {
      if (!this.isAway)
        this.log.warn({ err }, 'Redis cannot be told of settled calls, the journal keeps them');
      this.isAway = true;
      return false;
    }
  }

  private doubt({ account, callId }: Charge): void {
    this.doubtful.set(callId, account);
  }
}

function chargeOf({ event }: JournalEntry): Charge {
  return { account: event.account, callId: event.id };
}
