import { Injectable } from '@nestjs/common';
import { JournalKeeper } from '../journal/journal-keeper.service.js';
import type { OpenEntry } from '../journal/journal.js';
import { ProcessLease } from '../processes/process-lease.service.js';

/** What takes longer than this to reach the books is behind. */
export const behindMillis = 600_000;

/** Whether the journals of this process have what Redis or Postgres should have had long ago. */
@Injectable()
export class OpenJournals {
  constructor(
    private readonly keeper: JournalKeeper,
    private readonly lease: ProcessLease,
  ) {}

  async areBehind(): Promise<boolean> {
    const since = this.lease.redisNow() - behindMillis;
    const isBehind = ({ toldAt, isBeingTold }: OpenEntry): boolean =>
      toldAt === 0 ? !isBeingTold : toldAt < since;
    return (await this.keeper.journals()).some((journal) => Array.from(journal.open.values()).some(isBehind));
  }
}
