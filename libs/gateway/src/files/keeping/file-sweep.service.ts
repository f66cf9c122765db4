import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOGGER, type Logger } from '@onegate/platform';
import { ContentKeys } from '../content/content-keys.js';
import { FileStorage, type StoredBytes } from '../storage/file-storage.js';

/** Longer than an upload may take: what is younger may be about to get its row. */
const grace = 24 * 3_600_000;
/** After every other name. */
const end = '~';

interface Swept {
  readonly content: number;
  readonly rows: number;
  readonly unfinished: number;
}

interface Stretch {
  readonly above: string;
  readonly upTo: string;
  readonly found: readonly StoredBytes[];
}

/**
 * Compares what the storage has with what the table says, page by page in the order of names, and deletes what only one
 * of them knows: bytes of uploads whose process died, of deletions that got halfway, and rows whose bytes are gone.
 */
@Injectable()
export class FileSweep {
  constructor(
    private readonly database: Database,
    private readonly storage: FileStorage,
    private readonly keys: ContentKeys,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async sweep(): Promise<Swept> {
    const before = new Date(this.clock.now().getTime() - grace);
    let [content, matched] = [0, 0];
    const bare: string[] = [];
    for await (const stretch of this.stretches()) {
      const known = await this.namesOf(stretch, before);
      const stored = new Set(stretch.found.map(({ name }) => name));
      const orphans = stretch.found.filter(({ name, writtenAt }) => !known.has(name) && writtenAt < before);
      for (const { name } of orphans) await this.storage.remove(name);
      content += orphans.length;
      for (const [name, isOld] of known) {
        if (stored.has(name)) matched += 1;
        else if (isOld) bare.push(name);
      }
    }
    const rows = await this.forget(bare, matched);
    return { content, rows, unfinished: await this.storage.clearUnfinished(before) };
  }

  /** The names of one folder after the other, without a gap between one stretch and the next. */
  private async *stretches(): AsyncGenerator<Stretch> {
    for (const folder of this.keys.folders()) {
      let above = folder;
      for await (const found of this.storage.list(folder)) {
        const upTo = found.at(-1)?.name;
        if (upTo === undefined) continue;
        yield { above, upTo, found };
        above = upTo;
      }
      yield { above, upTo: folder + end, found: [] };
    }
  }

  /** The rows of a stretch by storage name, and whether they are old enough to be judged. */
  private async namesOf({ above, upTo }: Stretch, before: Date): Promise<Map<string, boolean>> {
    const rows = await this.database.query<{ name: string; old: boolean }>(
      `select storage_name as name, updated_at < $3 as old from files
       where storage_name collate "C" > $1 and storage_name collate "C" <= $2`,
      [above, upTo, before],
    );
    return new Map(rows.map(({ name, old }) => [name, old]));
  }

  /** A storage that has not one of our files is a folder that is not mounted, or the wrong bucket: no reason to forget. */
  private async forget(bare: readonly string[], matched: number): Promise<number> {
    if (bare.length > 0 && matched === 0) {
      this.log.error({ files: bare.length }, 'The storage of files has none of them: is it the right one?');
      return 0;
    }
    let forgotten = 0;
    for (const name of bare) {
      if (await this.storage.has(name)) continue;
      await this.database.query('delete from files where storage_name collate "C" = $1', [name]);
      forgotten += 1;
    }
    if (forgotten > 0) this.log.warn({ files: forgotten }, 'Files whose content is gone were deleted');
    return forgotten;
  }
}
