import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import type { StreamEntry } from './stream-entry.js';

/** What cannot be taken in is put aside, so that it keeps nothing else waiting. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The same entry again changes nothing. */
  async keep(entries: readonly StreamEntry[], reasonOf: (entry: StreamEntry) => string): Promise<void> {
    await this.database.query(
      `insert into usage_dead_letters (entry_id, entry, reason, died_at)
       select l.id, l.entry, l.reason, $4 from unnest($1::text[], $2::text[], $3::text[]) as l (id, entry, reason)
       on conflict (entry_id) do nothing`,
      [
        entries.map(({ id }) => id),
        entries.map(({ raw }) => storable(JSON.stringify(raw))),
        entries.map((entry) => storable(reasonOf(entry))),
        this.clock.now(),
      ],
    );
  }

  async count(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'select count(*)::integer as count from usage_dead_letters',
    );
    return row?.count ?? 0;
  }
}

function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
