import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { Model } from './model.entity.js';

/** Models by the names that people call them. */
@Injectable()
export class ModelsService {
  constructor(private readonly database: Database) {}

  /** The model that a name means, whatever its case; `null` for no model. */
  async resolve(name: string): Promise<Model | null> {
    const [row] = await this.database.query<{ id: string }>(
      `select id from models where lower(slug) = lower($1)
       union all select model_id from model_aliases where normal = lower($1) limit 1`,
      [name],
    );
    return row ? this.database.of(Model).findOneBy({ id: Number(row.id) }) : null;
  }
}
