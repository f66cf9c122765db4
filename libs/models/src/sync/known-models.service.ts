import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import type { ModelSource } from '../catalog/model.entity.js';
import type { ModelState } from '../catalog/model-lifecycle.js';
import type { PriceKind } from '../prices/price-kinds.js';
import type { PriceTable, PriceTier } from '../prices/price-list.js';
import type { KnownModel } from './sync-plan.js';

interface Row {
  readonly id: string;
  readonly slug: string;
  readonly source: ModelSource;
  readonly state: ModelState;
  readonly expires_on: string | null;
  readonly pending: string | null;
  readonly refused: string[] | null;
  readonly origin: ModelSource | null;
  readonly prices: PriceTable;
  readonly tiers: PriceTier[];
  readonly unknown: PriceKind[];
  readonly discount: string | null;
  readonly fingerprint: string;
}

const everything = `select m.id, m.slug, m.source, m.state, m.expires_on::text, p.pending, p.refused,
    v.origin, v.prices, v.tiers, v.unknown, v.discount, v.fingerprint
  from models m
  left join price_versions v on v.model_id = m.id and v.effective_to is null
  left join lateral (
    select max(fingerprint) filter (where state = 'pending') as pending,
      array_agg(fingerprint) filter (where state = 'rejected' and from_version_id is not distinct from v.id) as refused
    from pending_price_changes where model_id = m.id) p on true`;

/** What the catalog says before a sync, in one query. */
@Injectable()
export class KnownModels {
  constructor(private readonly database: Database) {}

  async all(): Promise<KnownModel[]> {
    const rows = await this.database.query<Row>(everything);
    return rows.map(fromRow);
  }
}

function fromRow(row: Row): KnownModel {
  const { id, slug, source, state, expires_on: expiresOn, pending, refused } = row;
  const current = row.origin === null ? null : { ...row, origin: row.origin };
  return { id: Number(id), slug, source, state, expiresOn, pending, refused: refused ?? [], current };
}
