import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { IsNull } from 'typeorm';
import { ModelAlias } from '../names/model-alias.entity.js';
import { NameIndex, type NamedAlias } from '../names/name-index.js';
import { PriceVersion } from '../prices/price-version.entity.js';
import { problemOf, type CatalogModel } from './catalog-model.js';
import { Model } from './model.entity.js';

/** The whole catalog at one moment. */
export interface Catalog {
  readonly models: readonly CatalogModel[];
  /** Those that can be called, by slug. */
  readonly offered: readonly CatalogModel[];
  /** The model that a name means, whether or not it can be called. */
  resolve(name: string): CatalogModel | null;
}

/** Reads the catalog from the database, in three queries. */
@Injectable()
export class CatalogReader {
  constructor(private readonly database: Database) {}

  async read(): Promise<Catalog> {
    const [models, prices, aliases] = await Promise.all([
      this.database.of(Model).find({ order: { slug: 'asc' } }),
      this.database.of(PriceVersion).findBy({ effectiveTo: IsNull() }),
      this.database.of(ModelAlias).find({ order: { id: 'asc' } }),
    ]);
    return catalogOf(models, prices, aliases);
  }
}

export function catalogOf(
  rows: readonly Model[],
  prices: readonly PriceVersion[],
  aliases: readonly ModelAlias[],
): Catalog {
  const priceOf = new Map(prices.map((price) => [price.modelId, price]));
  const namesOf = Map.groupBy(aliases, ({ modelId }) => modelId);
  const models = rows.map((row) =>
    Object.assign(row, {
      price: priceOf.get(row.id) ?? null,
      aliases: (namesOf.get(row.id) ?? []).map(({ alias }) => alias),
    }),
  );
  const byId = new Map(models.map((model) => [model.id, model]));
  const names = indexOf(models, aliases);
  return {
    models,
    offered: models.filter((model) => problemOf(model) === null),
    resolve: (name) => byId.get(names.resolve(name) ?? 0) ?? null,
  };
}

export function indexOf(models: readonly CatalogModel[], aliases: readonly NamedAlias[]): NameIndex {
  const named = models.map((model) => ({
    id: model.id,
    slug: model.slug,
    canonicalSlug: model.canonicalSlug,
    isCallable: problemOf(model) === null,
  }));
  return new NameIndex(named, aliases);
}
