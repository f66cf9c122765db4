import { Injectable } from '@nestjs/common';
import { Database, likeLiteral, pageBounds, type PageRows } from '@onegate/platform';
import { mayAnywhere, type Actor } from '@onegate/tenants';
import { In, IsNull } from 'typeorm';
import { ModelAlias } from '../names/model-alias.entity.js';
import { PriceVersion } from '../prices/price-version.entity.js';
import { catalogOf } from './catalog-reader.service.js';
import type { CatalogModel } from './catalog-model.js';
import { modelMissing } from './catalog.errors.js';
import { callableStates, isCallable } from './model-lifecycle.js';
import { Model } from './model.entity.js';
import { modelSorts, type ModelSearch } from './model-search.schema.js';

/** Finds models in the database, page by page, with the price in force. */
@Injectable()
export class ModelSearchService {
  constructor(private readonly database: Database) {}

  /** Only those who administer models find those that are not offered. */
  async find(actor: Actor, search: ModelSearch): Promise<PageRows<CatalogModel>> {
    const { where, values } = conditionsOf(seesAll(actor) ? search : { ...search, active: 'true' });
    const { skip, take } = pageBounds(search);
    const rows = await this.database.query<{ id: string; total: string }>(
      `select m.id, count(*) over () as total from models m
       left join price_versions v on v.model_id = m.id and v.effective_to is null
       where ${where} order by ${modelSorts[search.sort]} ${search.order} nulls last, m.id
       limit ${take} offset ${skip}`,
      values,
    );
    const ids = rows.map(({ id }) => Number(id));
    const total = rows[0] ? Number(rows[0].total) : await this.countOf(where, values, skip);
    return { rows: await this.load(ids), total };
  }

  async read(actor: Actor, id: number): Promise<CatalogModel> {
    const [model] = await this.load([id]);
    if (!model || !(seesAll(actor) || isOffered(model))) throw modelMissing();
    return model;
  }

  /** A page behind the last one has no row that could tell the count. */
  private async countOf(where: string, values: unknown[], skip: number): Promise<number> {
    if (skip === 0) return 0;
    const [row] = await this.database.query<{ total: string }>(
      `select count(*) as total from models m
       left join price_versions v on v.model_id = m.id and v.effective_to is null where ${where}`,
      values,
    );
    return Number(row?.total ?? 0);
  }

  private async load(ids: readonly number[]): Promise<CatalogModel[]> {
    if (ids.length === 0) return [];
    const one = In([...ids]);
    const [models, prices, aliases] = [
      await this.database.of(Model).findBy({ id: one }),
      await this.database.of(PriceVersion).findBy({ modelId: one, effectiveTo: IsNull() }),
      await this.database.of(ModelAlias).find({ where: { modelId: one }, order: { id: 'asc' } }),
    ];
    const byId = new Map(catalogOf(models, prices, aliases).models.map((model) => [model.id, model]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }
}

function seesAll(actor: Actor): boolean {
  return mayAnywhere(actor, 'platform.models.write');
}

function isOffered({ isActive, state }: CatalogModel): boolean {
  return isActive && isCallable(state);
}

function conditionsOf(search: ModelSearch): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const param = (value: unknown) => `$${values.push(value)}`;
  const terms = [
    search.search && searched(param(`%${likeLiteral(search.search)}%`)),
    search.vendor && `m.vendor = ${param(search.vendor)}`,
    search.source && `m.source = ${param(search.source)}`,
    search.state && `m.state = ${param(search.state)}`,
    search.input_modality && `${param(search.input_modality)} = any(m.input_modalities)`,
    search.output_modality && `${param(search.output_modality)} = any(m.output_modalities)`,
    search.parameter && `${param(search.parameter)} = any(m.supported_parameters)`,
    search.active !== 'all' &&
      `(m.is_active and m.state = any(${param([...callableStates])})) = ${param(search.active === 'true')}`,
  ].filter((term) => typeof term === 'string' && term !== '');
  return { where: ['true', ...terms].join(' and '), values };
}

function searched(pattern: string): string {
  const alias = `exists (select from model_aliases a where a.model_id = m.id and a.alias ilike ${pattern})`;
  return `(m.slug ilike ${pattern} or m.name ilike ${pattern} or ${alias})`;
}
