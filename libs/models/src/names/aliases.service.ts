import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { CatalogReader, indexOf } from '../catalog/catalog-reader.service.js';
import { aliasTaken } from '../catalog/catalog.errors.js';
import { ModelAlias } from './model-alias.entity.js';
import { plainName } from './plain-name.js';

/** The names that people give to models. Within the transaction of whoever changes them, under the catalog's lock. */
@Injectable()
export class AliasesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reader: CatalogReader,
  ) {}

  /** Makes these the model's aliases. A name that means another model is refused, with the name of that model. */
  async replace(modelId: number, aliases: readonly string[]): Promise<void> {
    const wanted = new Map(aliases.map((alias) => [plainName(alias), alias.trim()]));
    await this.refuseTaken(modelId, aliases);
    const present = await this.database.of(ModelAlias).findBy({ modelId });
    const kept = new Set(present.map(({ normal }) => normal).filter((normal) => wanted.has(normal)));
    const gone = present.filter(({ normal }) => !kept.has(normal));
    await this.database.of(ModelAlias).remove(gone);
    const added = [...wanted].filter(([normal]) => !kept.has(normal));
    await this.database.of(ModelAlias).save(
      added.map(([normal, alias]) => ({
        modelId,
        alias,
        normal,
        origin: 'admin',
        createdAt: this.clock.now(),
      })),
    );
  }

  /** Taken is what means another model now: as its slug, its alias, or because it follows from its slug. */
  private async refuseTaken(modelId: number, aliases: readonly string[]): Promise<void> {
    const { models } = await this.reader.read();
    const others = models.filter(({ id }) => id !== modelId);
    const names = others.flatMap(({ id, aliases: taken }) =>
      taken.map((name) => ({ normal: plainName(name), modelId: id })),
    );
    const index = indexOf(others, names);
    const complaints = aliases.flatMap((alias, at) => {
      const owner = others.find(({ id }) => id === index.ownerOf(alias));
      return owner ? [[`aliases.${at}`, [`The name ${alias} already means the model ${owner.slug}.`]]] : [];
    });
    if (complaints.length > 0) throw aliasTaken({ fields: Object.fromEntries(complaints) });
  }
}
