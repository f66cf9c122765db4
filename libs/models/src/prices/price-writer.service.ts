import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import type { ModelSource } from '../catalog/model.entity.js';
import { fingerprintOf } from './price-change.js';
import { hasPrices } from './price-decision.js';
import type { PriceList } from './price-list.js';

export interface NewPrice {
  readonly modelId: number;
  readonly list: PriceList;
}

export interface PriceProvenance {
  readonly origin: ModelSource;
  /** Who set or confirmed it. */
  readonly userId?: number;
  readonly runId?: number;
}

/** A clock that was set back must not make a version end before it began. */
const endVersions = `update price_versions set effective_to = greatest($2, effective_from)
  where effective_to is null and model_id in (select model_id from jsonb_to_recordset($1::jsonb) as r(model_id bigint))`;

const insertVersions = `insert into price_versions
    (public_id, model_id, origin, prices, tiers, unknown, discount, fingerprint, effective_from, created_by, run_id)
  select public_id, model_id, $2, prices, tiers, unknown, discount, fingerprint,
    greatest($3, (select max(effective_from) from price_versions v where v.model_id = r.model_id)), $4, $5
  from jsonb_to_recordset($1::jsonb) as r(public_id text, model_id bigint, prices jsonb, tiers jsonb,
    unknown text[], discount text, fingerprint text)`;

const tellUnknown = `update models set unknown_prices = r.unknown
  from jsonb_to_recordset($1::jsonb) as r(model_id bigint, unknown text[])
  where models.id = r.model_id and models.unknown_prices <> r.unknown`;

/** Begins new price versions and ends those in force. Within a transaction, under the lock of the catalog. */
@Injectable()
export class PriceWriter {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async begin(prices: readonly NewPrice[], { origin, userId, runId }: PriceProvenance): Promise<void> {
    if (prices.length === 0) return;
    const now = this.clock.now();
    const rows = prices.map(toRow);
    await this.database.query(endVersions, [JSON.stringify(rows), now]);
    await this.database.query(insertVersions, [
      JSON.stringify(rows.filter((row) => hasPrices(row))),
      origin,
      now,
      userId ?? null,
      runId ?? null,
    ]);
    await this.tellUnknown(prices);
  }

  /** Writes on the models which of their prices nobody told. */
  async tellUnknown(prices: readonly NewPrice[]): Promise<void> {
    if (prices.length === 0) return;
    await this.database.query(tellUnknown, [JSON.stringify(prices.map(toRow))]);
  }
}

function toRow({ modelId, list }: NewPrice) {
  return {
    public_id: newId('prv'),
    model_id: modelId,
    prices: list.prices,
    tiers: list.tiers,
    unknown: list.unknown,
    discount: list.discount,
    fingerprint: fingerprintOf(list),
  };
}
