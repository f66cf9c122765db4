import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Clock, Database, jsonOrNothing } from '@onegate/platform';
import { z } from 'zod';
import { EventPartitions } from '../events/event-partitions.js';
import { BookedNews } from './booked-news.service.js';
import { UsageDeadLetter } from './dead-letter.entity.js';
import { isFaultOfData } from './entry-intake.js';
import { readEntry } from './stream-entry.js';
import { UsageIngest } from './usage-ingest.js';

const writtenEntry = z.record(z.string(), z.string());
const knownCharge = z.looseObject({ id: z.string(), account: z.string().regex(/^[uo]\d+$/) });

/** Takes an entry in that could not be taken in before. */
@Injectable()
export class DeadLetterRevival {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ingest: UsageIngest,
    private readonly partitions: EventPartitions,
    private readonly told: BookedNews,
  ) {}

  /** Answers why it is still dead; `null` where it lives. */
  async revive({ id, entryId, entry }: UsageDeadLetter): Promise<string | null> {
    const fields = Object.entries(writtenEntry.parse(JSON.parse(entry))).flat();
    const { event, problem } = readEntry([entryId, fields], this.clock.now());
    if (!event) return problem;
    try {
      await this.partitions.ensureFor([event.id]);
      await this.database.transaction(async () => {
        await this.ingest.take([event]);
        await this.database.of(UsageDeadLetter).delete({ id });
      });
    } catch (error) {
      if (!isFaultOfData(error)) throw error;
      return String(error);
    }
    await this.told.booked(event);
    return null;
  }

  /** Redis may still count the charge among those that are on their way. */
  async forget({ entry }: UsageDeadLetter): Promise<void> {
    const text = writtenEntry.safeParse(jsonOrNothing(entry)).data?.['event'] ?? '';
    const { data } = knownCharge.safeParse(jsonOrNothing(text));
    if (data) await this.told.discarded(data.account as AccountTag, data.id);
  }
}
