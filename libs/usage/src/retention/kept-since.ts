import type { Database } from '@onegate/platform';

/** From then on all events are there; `null` where all are that there ever were. */
export async function keptSince(database: Database): Promise<Date | null> {
  const [row] = await database.query<{ since: Date | null }>(
    'select max(end_at) as since from retired_months',
  );
  return row?.since ?? null;
}
