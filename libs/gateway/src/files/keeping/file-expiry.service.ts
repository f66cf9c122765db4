import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { ContentVault } from '../content/content-vault.js';

const atOnce = 200;

/** Deletes files whose time is up. They have been invisible since. */
@Injectable()
export class FileExpiry {
  constructor(
    private readonly database: Database,
    private readonly vault: ContentVault,
    private readonly clock: Clock,
  ) {}

  async removeExpired(): Promise<{ removed: number }> {
    let removed = 0;
    for (;;) {
      const names = await this.forgetSome();
      for (const storageName of names) await this.vault.discard({ storageName });
      removed += names.length;
      if (names.length < atOnce) return { removed };
    }
  }

  /** Rows go first: from then on what is left are bytes without a row, which the sweep takes should this process die. */
  private async forgetSome(): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `with gone as (
         delete from files where id in
           (select id from files where expires_at <= $1 order by expires_at limit $2 for update skip locked)
         returning storage_name)
       select storage_name as name from gone`,
      [this.clock.now(), atOnce],
    );
    return rows.map(({ name }) => name);
  }
}
