import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import type { PriceList } from './price-list.js';

export interface PriceToHold {
  readonly modelId: number;
  readonly list: PriceList;
  readonly fingerprint: string;
  readonly reasons: readonly string[];
}

const recordset = `jsonb_to_recordset($1::jsonb) as r(model_id bigint, prices jsonb, tiers jsonb,
  unknown text[], discount text, fingerprint text, reasons text[])`;

const seenAgain = `update pending_price_changes p set last_seen_at = $2
  from ${recordset} where p.state = 'pending' and p.model_id = r.model_id and p.fingerprint = r.fingerprint`;

const overtaken = `update pending_price_changes p set state = 'superseded', decided_at = $2
  from ${recordset} where p.state = 'pending' and p.model_id = r.model_id and p.fingerprint <> r.fingerprint`;

const insertPending = `insert into pending_price_changes (model_id, from_version_id, prices, tiers, unknown, discount,
    fingerprint, reasons, state, first_seen_at, last_seen_at)
  select r.model_id, v.id, r.prices, r.tiers, r.unknown, r.discount, r.fingerprint, r.reasons, 'pending', $2, $2
  from ${recordset} left join price_versions v on v.model_id = r.model_id and v.effective_to is null
  on conflict (model_id) where state = 'pending' do nothing`;

const settle = `update pending_price_changes set state = 'superseded', decided_at = $2
  where state = 'pending' and model_id = any($1)`;

/** Keeps the prices that wait for a person: one for each model, the latest that the source told. */
@Injectable()
export class PendingWriter {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async hold(prices: readonly PriceToHold[]): Promise<void> {
    if (prices.length === 0) return;
    const rows = JSON.stringify(prices.map(toRow));
    for (const statement of [seenAgain, overtaken, insertPending]) {
      await this.database.query(statement, [rows, this.clock.now()]);
    }
  }

  /** The source tells these models' present price again, or one that was taken. */
  async settle(modelIds: readonly number[]): Promise<void> {
    if (modelIds.length > 0) await this.database.query(settle, [modelIds, this.clock.now()]);
  }
}

function toRow({ modelId, list, fingerprint, reasons }: PriceToHold) {
  return { model_id: modelId, ...list, fingerprint, reasons };
}
