import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import { journalFull } from '../admission/admission.errors.js';
import type { CallEnd } from '../admission/admission.js';
import { allTokens } from '../cost/charge.js';
import type { UsageEvent } from '../events/usage-event.js';
import { JournalKeeper, type WrittenEntry } from '../journal/journal-keeper.service.js';
import type { JournalEntry } from '../journal/journal-line.js';
import { spendLimitsOf, type Budget } from '../limits/call-limits.js';
import { EventTelling } from './event-telling.service.js';
import type { OpenCall } from './open-call.js';
import { settledEvent } from './settled-event.js';

/** How long whoever settles a call waits for Redis; the journal has it by then, and Redis is told in any case. */
const patienceMillis = 250;

export interface SettlingManner {
  readonly budgets: readonly Budget[];
  /** Called once the charge stands. */
  readonly charged?: ((event: UsageEvent) => void) | undefined;
  /** Called once Redis has it too, now or later. */
  readonly told: () => void;
}

/**
 * The end of a call that was made. The charge stands once it is in the journal: from then on it reaches the books
 * whatever is killed, and before that nothing was charged.
 */
@Injectable()
export class Settlement {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly clock: Clock,
    private readonly keeper: JournalKeeper,
    private readonly telling: EventTelling,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Before a call is made: its charge will have to be written down. */
  requireRoom(): void {
    if (!this.keeper.hasRoom()) throw journalFull({ headers: { 'retry-after': '60' } });
  }

  async settle(
    call: OpenCall,
    end: CallEnd,
    { budgets, charged, told }: SettlingManner,
  ): Promise<UsageEvent> {
    const event = settledEvent(call, end, this.clock.now().getTime());
    const written = await this.write(this.entryOf(call, event, budgets));
    const known = this.untilAccountKnows(written, told);
    charged?.(event);
    await known;
    return event;
  }

  private entryOf({ ask }: OpenCall, event: UsageEvent, budgets: readonly Budget[]) {
    const period = { at: event.settledAt, zone: this.config.usage.timeZone };
    const scopes = event.chargedNano === '0' ? [] : spendLimitsOf(ask.principal, budgets, period);
    return { tokens: allTokens(event.usage), scopes, event, text: JSON.stringify(event) };
  }

  private async write(entry: Omit<JournalEntry, 'seq'>): Promise<WrittenEntry | JournalEntry> {
    try {
      return await this.keeper.append(entry);
    } catch (err) {
      this.log.error({ err, event: entry.event.id }, 'A charge could not be written to the journal');
      return { ...entry, seq: 0 };
    }
  }

  /** The stream is told afterwards, and nobody waits for it. */
  private untilAccountKnows(written: WrittenEntry | JournalEntry, told: () => void): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMillis);
      const known = (): void => {
        clearTimeout(timer);
        told();
        resolve();
      };
      void ('journal' in written
        ? this.telling.tell(written.entry, written.journal, known)
        : this.telling.tellUnwritten(written, known));
    });
  }
}
