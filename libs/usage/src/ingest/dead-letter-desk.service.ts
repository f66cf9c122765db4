import { Injectable } from '@nestjs/common';
import { Database, pageBounds, type PageQuery, type PageRows } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { deadLetterStillDead, deadLetterUnknown } from '../usage.errors.js';
import { UsageDeadLetter } from './dead-letter.entity.js';
import { DeadLetterRevival } from './dead-letter-revival.service.js';

const atOnce = 500;

/** What became of all that were tried again. */
export interface Replayed {
  readonly replayed: number;
  readonly stillDead: number;
}

/** Where administrators see what could not be taken in, have it tried again, or put it away for good. */
@Injectable()
export class DeadLetterDesk {
  constructor(
    private readonly database: Database,
    private readonly revival: DeadLetterRevival,
    private readonly audit: AuditLog,
  ) {}

  async list(page: PageQuery): Promise<PageRows<UsageDeadLetter>> {
    const [rows, total] = await this.database
      .of(UsageDeadLetter)
      .findAndCount({ order: { id: 'desc' }, ...pageBounds(page) });
    return { rows, total };
  }

  /** Charged once, however often it is tried: the event's id decides that. */
  async replay(actor: Actor, id: number): Promise<void> {
    const letter = await this.find(id);
    const problem = await this.revival.revive(letter);
    if (problem !== null) throw deadLetterStillDead({ problem });
    await this.record(actor, letter, 'usage_dead_letter.replayed');
  }

  /** Each by itself: one that is still dead keeps no other. */
  async replayAll(actor: Actor): Promise<Replayed> {
    let [replayed, stillDead, last] = [0, 0, 0];
    for (;;) {
      const letters = await this.after(last);
      for (const letter of letters) {
        if ((await this.revival.revive(letter)) !== null) stillDead += 1;
        else {
          replayed += 1;
          await this.record(actor, letter, 'usage_dead_letter.replayed');
        }
      }
      if (letters.length < atOnce) return { replayed, stillDead };
      last = letters.at(-1)?.id ?? last;
    }
  }

  /** Nobody is charged for it, and nothing waits for it any more. What it said is in the audit log. */
  async discard(actor: Actor, id: number): Promise<void> {
    const letter = await this.find(id);
    await this.database.transaction(async () => {
      await this.database.of(UsageDeadLetter).delete({ id });
      await this.record(actor, letter, 'usage_dead_letter.discarded');
    });
    await this.revival.forget(letter);
  }

  private after(id: number): Promise<UsageDeadLetter[]> {
    return this.database
      .of(UsageDeadLetter)
      .createQueryBuilder('l')
      .where('l.id > :id', { id })
      .orderBy('l.id', 'ASC')
      .take(atOnce)
      .getMany();
  }

  private async find(id: number): Promise<UsageDeadLetter> {
    const letter = await this.database.of(UsageDeadLetter).findOneBy({ id });
    if (!letter) throw deadLetterUnknown();
    return letter;
  }

  private record(
    actor: Actor,
    { id, entryId, entry, reason }: UsageDeadLetter,
    action: string,
  ): Promise<void> {
    const target = { kind: 'usage_dead_letter', id: String(id) };
    return this.audit.record(actor, { action, target, changes: { entryId, entry, reason } });
  }
}
