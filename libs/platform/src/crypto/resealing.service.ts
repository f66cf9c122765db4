import { Inject, Injectable } from '@nestjs/common';
import type { ObjectLiteral } from 'typeorm';
import { Database } from '../database/database.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { KeyRing } from './key-ring.js';
import type { SealedColumn } from './sealed-column.js';
import { SecretBox } from './secret-box.js';

/** What was said in calls can be long. */
const atOnce = 50;

export interface ResealingResult {
  readonly resealed: number;
  /** Their master secret is missing, or they are damaged: the log names them. */
  readonly unreadable: number;
}

/** Seals under the active master secret what earlier ones sealed, so that those can go. Nothing is decrypted for it. */
@Injectable()
export class Resealing {
  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly box: SecretBox,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Everything is looked through, so it is for installations that have an earlier master secret at all. */
  async reseal(columns: readonly SealedColumn[]): Promise<ResealingResult> {
    const result = { resealed: 0, unreadable: 0 };
    if (this.ring.keyIds.length === 1) return result;
    for (const column of columns) {
      for await (const row of this.outdated(column)) {
        if (await this.resealRow(column, row)) result.resealed += 1;
        else result.unreadable += 1;
      }
    }
    return result;
  }

  private async *outdated({ entity, property }: SealedColumn): AsyncGenerator<ObjectLiteral> {
    const repository = this.database.of(entity);
    const keys = repository.metadata.primaryColumns.map(({ propertyName }) => propertyName);
    const place = `(${keys.map((key) => `row.${key}`).join(', ')})`;
    const placeOf = (row: ObjectLiteral) => Object.fromEntries(keys.map((key) => [key, row[key] as unknown]));
    const above = `${place} > (${keys.map((key) => `:${key}`).join(', ')})`;
    for (let last: ObjectLiteral | undefined; ;) {
      const query = repository
        .createQueryBuilder('row')
        .where(`not starts_with(row.${property}, :mark)`, { mark: this.box.mark })
        .orderBy(Object.fromEntries(keys.map((key) => [`row.${key}`, 'ASC'] as const)))
        .limit(atOnce);
      const rows = await (last ? query.andWhere(above, placeOf(last)) : query).getMany();
      yield* rows;
      last = rows.at(-1);
      if (rows.length < atOnce) return;
    }
  }

  /** Only while the row still has that secret: it may be replaced meanwhile. */
  private async resealRow(
    { entity, property, contextOf }: SealedColumn,
    row: ObjectLiteral,
  ): Promise<boolean> {
    const repository = this.database.of(entity);
    const id = repository.getId(row) as ObjectLiteral | number | string;
    const sealed = String(row[property]);
    const anew = this.anew(contextOf(row), sealed);
    if (anew === null) {
      this.log.error({ table: repository.metadata.tableName, id, property }, 'A secret cannot be read');
      return false;
    }
    await repository
      .createQueryBuilder()
      .update()
      .set({ [property]: anew })
      .whereInIds(id)
      .andWhere({ [property]: sealed })
      .updateEntity(false)
      .execute();
    return true;
  }

  private anew(context: string, sealed: string): string | null {
    try {
      return this.box.rewrap(context, sealed);
    } catch {
      return null;
    }
  }
}
