import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import type { Usage } from '@onegate/models';
import { Database } from '@onegate/platform';
import { lowestIdAt } from '../events/event-month.js';
import { RollupWriting } from '../rollups/rollup-writing.js';
import type { ChargedEvent, Correction } from './rerated-event.js';
import type { Rerating } from './rerating.entity.js';

const atOnce = 1_000;
/** A call's name is made when it comes in, shortly before it begins. */
const slackMillis = 3_600_000;

/** Answers from the account's own provider or from memory cost nothing at any price. */
const nextEvents = `select e.id, e.account, e.usage, e.markup_bps, e.started_at,
    (e.cost_nano + coalesce(c.cost_change, 0))::text as cost, (e.charged_nano + coalesce(c.change, 0))::text as charged
  from usage_events e left join lateral (
    select sum(cost_change_nano) as cost_change, sum(change_nano) as change
    from usage_corrections where event_id = e.id) c on true
  where e.id > $1 and e.id < $2 and e.model_id = $3 and e.started_at >= $4 and e.started_at < $5
    and not e.is_own_upstream and not e.is_cached
  order by e.id limit ${atOnce}`;

const insertCorrections = `insert into usage_corrections (event_id, rerating_id, account, cost_change_nano, change_nano)
  select r.id, $2, r.account, r.cost, r.change
  from jsonb_to_recordset($1::jsonb) as r (id text, account text, cost bigint, change bigint)`;

const addToAccounts = `insert into rerating_accounts (rerating_id, account, calls, change_nano)
  select $2, r.account, count(*), sum(r.change)
  from jsonb_to_recordset($1::jsonb) as r (account text, change bigint) group by r.account order by r.account
  on conflict (rerating_id, account) do update set calls = rerating_accounts.calls + excluded.calls,
    change_nano = rerating_accounts.change_nano + excluded.change_nano`;

interface EventRow {
  readonly id: string;
  readonly account: AccountTag;
  readonly usage: Usage;
  readonly markup_bps: number;
  readonly started_at: Date;
  readonly cost: string;
  readonly charged: string;
}

/** The events of a re-rating, and what is written of their corrections. */
@Injectable()
export class ReratedEvents {
  constructor(
    private readonly database: Database,
    private readonly rollups: RollupWriting,
  ) {}

  /** The next ones behind that id; fewer than nothing follows where there are none. */
  async after(cursor: string, { modelId, fromAt, toAt }: Rerating): Promise<ChargedEvent[]> {
    const first = lowestIdAt(new Date(fromAt.getTime() - slackMillis));
    const end = lowestIdAt(new Date(toAt.getTime() + slackMillis));
    const rows = await this.database.query<EventRow>(nextEvents, [
      cursor > first ? cursor : first,
      end,
      modelId,
      fromAt,
      toAt,
    ]);
    return rows.map(fromRow);
  }

  /** In one transaction with the place where it goes on. */
  async correct(reratingId: number, corrections: readonly Correction[]): Promise<void> {
    if (corrections.length === 0) return;
    const rows = corrections.map(({ eventId, account, costChange, change }) => ({
      id: eventId,
      account,
      cost: String(costChange),
      change: String(change),
    }));
    const text = JSON.stringify(rows);
    await this.database.query(insertCorrections, [text, reratingId]);
    await this.database.query(addToAccounts, [text, reratingId]);
    await this.rollups.correct(
      corrections.map(({ eventId }) => eventId),
      reratingId,
    );
  }
}

function fromRow(row: EventRow): ChargedEvent {
  return {
    id: row.id,
    account: row.account,
    usage: row.usage,
    markupBps: row.markup_bps,
    startedAt: row.started_at,
    costNano: BigInt(row.cost),
    chargedNano: BigInt(row.charged),
  };
}
