import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { cursorPage, Database, decodeCursor, encodeCursor } from '@onegate/platform';
import type { CursorPage, CursorQuery } from '@onegate/platform';
import { z } from 'zod';
import type { Stretch } from '../statistics/span.js';
import { itemColumns, itemJoins, toItem, type UsageItem, type UsageItemRow } from './usage-item.js';

/** Whose calls are listed: those of the accounts, or of one person on them. */
export interface HistoryOf {
  readonly accounts: readonly AccountTag[];
  readonly userId: number | null;
}

const exportBatch = 1_000;
const position = z.object({ at: z.int(), id: z.string().max(40) });
type Position = z.output<typeof position>;

/** Calls one by one, the newest first. */
@Injectable()
export class UsageHistory {
  constructor(private readonly database: Database) {}

  async page(of: HistoryOf, { cursor, limit }: CursorQuery): Promise<CursorPage<UsageItem>> {
    const after = cursor ? decodeCursor(position, cursor) : null;
    const items = await this.read(of, { after, limit: limit + 1, within: null });
    return cursorPage(items, limit, (item) => encodeCursor(positionOf(item)));
  }

  /** All of a stretch, a thousand at a time. */
  async *each(of: HistoryOf, within: Stretch): AsyncGenerator<UsageItem> {
    let after: Position | null = null;
    for (;;) {
      const items: UsageItem[] = await this.read(of, { after, limit: exportBatch, within });
      yield* items;
      const last = items.at(-1);
      if (!last || items.length < exportBatch) return;
      after = positionOf(last);
    }
  }

  /** The rows are chosen before anything is joined to them, and on each account apart, where an index has them in order. */
  private async read(of: HistoryOf, { after, limit, within }: Reading): Promise<UsageItem[]> {
    const rows = await this.database.query<UsageItemRow>(
      `select ${itemColumns} from (
         select one.* from unnest($1::text[]) a (account) cross join lateral (
           select * from usage_events
           where account = a.account and ($2::bigint is null or user_id = $2)
             and ($3::bigint is null or (settled_at, id) < (to_timestamp($3 / 1000.0), $4::text))
             and ($5::timestamptz is null or settled_at >= $5) and ($6::timestamptz is null or settled_at < $6)
           order by settled_at desc, id desc limit $7
         ) one order by one.settled_at desc, one.id desc limit $7
       ) e ${itemJoins} order by e.settled_at desc, e.id desc`,
      [of.accounts, of.userId, after?.at ?? null, after?.id ?? null, within?.[0], within?.[1], limit],
    );
    return rows.map(toItem);
  }
}

interface Reading {
  readonly after: Position | null;
  readonly limit: number;
  readonly within: Stretch | null;
}

function positionOf({ settledAt, id }: UsageItem): Position {
  return { at: settledAt.getTime(), id };
}
