import { Injectable } from '@nestjs/common';
import { problemOf, type CatalogModel } from './catalog-model.js';
import { modelUnknown } from './catalog.errors.js';
import { LiveCatalog } from './live-catalog.service.js';

/** Nobody's model has a longer name; longer ones are not looked up. */
const maxNameLength = 300;

/** Models by the names that people call them: from memory, for the way of a call. */
@Injectable()
export class ModelsService {
  constructor(private readonly catalog: LiveCatalog) {}

  /** The model that a name means, whatever its case, and whether or not it can be called; `null` for no model. */
  async resolve(name: string): Promise<CatalogModel | null> {
    return name.length > maxNameLength ? null : (await this.catalog.get()).resolve(name);
  }

  /** The model that a name means and that can be called now; fails with `models.model_not_found` for any other. */
  async offered(name: string): Promise<CatalogModel> {
    const model = await this.resolve(name);
    if (model && problemOf(model) === null) return model;
    throw modelUnknown({ model: name.slice(0, maxNameLength) });
  }

  /** All that can be called, by slug. */
  async list(): Promise<readonly CatalogModel[]> {
    return (await this.catalog.get()).offered;
  }
}
