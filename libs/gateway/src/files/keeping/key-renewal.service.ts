import { Injectable } from '@nestjs/common';
import { Database, KeyRing } from '@onegate/platform';
import { ContentKeys } from '../content/content-keys.js';

const atOnce = 500;

interface SealedRow {
  readonly id: string;
  readonly storageName: string;
  readonly sealedKey: string;
}

/** Seals the keys of files anew after the master secret was changed, so that the old one can go. The content stays. */
@Injectable()
export class FileKeyRenewal {
  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly keys: ContentKeys,
  ) {}

  async renewAll(): Promise<{ renewed: number }> {
    let renewed = 0;
    let above = '0';
    for (;;) {
      const rows = await this.outdatedAbove(above);
      for (const row of rows) await this.renew(row);
      renewed += rows.length;
      above = rows.at(-1)?.id ?? above;
      if (rows.length < atOnce) return { renewed };
    }
  }

  private outdatedAbove(id: string): Promise<SealedRow[]> {
    return this.database.query<SealedRow>(
      `select id, storage_name as "storageName", sealed_key as "sealedKey" from files
       where id > $1 and sealed_key not like $2 order by id limit $3`,
      [id, `v1.${this.ring.activeId}.%`, atOnce],
    );
  }

  /** Only while the row still has that key: its file may be replaced meanwhile. */
  private async renew(row: SealedRow): Promise<void> {
    const sealed = this.keys.renewed(row);
    await this.database.query('update files set sealed_key = $3 where id = $1 and sealed_key = $2', [
      row.id,
      row.sealedKey,
      sealed ?? row.sealedKey,
    ]);
  }
}
