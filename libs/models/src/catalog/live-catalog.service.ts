import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ChangeNews, Database, LOGGER, RedisChannels, type Logger } from '@onegate/platform';
import { modelsChanged } from './catalog.channels.js';
import { CatalogReader, type Catalog } from './catalog-reader.service.js';

/** Looked at again after this long even without news: a message between processes can be lost. */
const freshMillis = 60_000;
/** The same while it is known that news do not arrive. */
const freshUnheardMillis = 1_000;
/** Whoever announces a change and then dies before saying that it is done, has made it by then or never will. */
const doubtMillis = 1_000;

/**
 * The catalog in memory. Read when it is first asked for, and again once a process says that something changed; whoever
 * asks in the meantime waits for that one reading. While the database is away the last catalog goes on serving.
 */
@Injectable()
export class LiveCatalog implements OnModuleInit {
  private last: Catalog | undefined;
  private lastReadAt = 0;
  private reading: Promise<Catalog> | undefined;
  /** Counts the changes, so that a reading that they overtook is not taken for fresh. */
  private changes = 1;
  private changesRead = 0;
  /** Reads apart from the transaction of whoever asks: what is read is for all, so nothing uncommitted may be in it. */
  private readonly apart = AsyncLocalStorage.snapshot();

  constructor(
    private readonly reader: CatalogReader,
    private readonly channels: RedisChannels,
    private readonly news: ChangeNews,
    private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.channels.onMissed(() => this.forget());
    await this.channels.subscribe(modelsChanged, (_what, phase) => {
      if (phase === 'done') this.forget();
      else setTimeout(() => this.forget(), doubtMillis).unref();
    });
  }

  async get(): Promise<Catalog> {
    if (!this.last || this.changesRead !== this.changes) return this.read();
    const trusted = this.channels.isCurrent() ? freshMillis : freshUnheardMillis;
    if (performance.now() - this.lastReadAt > trusted) void this.read();
    return this.last;
  }

  /** Call it in the transaction that changes the catalog: all processes read it again once that has committed. */
  async changed(why: string): Promise<void> {
    await this.database.afterCommit(() => this.forget());
    await this.news.tell(modelsChanged, { why });
  }

  private forget(): void {
    this.changes += 1;
    this.reading = undefined;
  }

  private read(): Promise<Catalog> {
    this.reading ??= this.readOnce(this.changes);
    return this.reading;
  }

  private async readOnce(changes: number): Promise<Catalog> {
    try {
      const catalog = await this.apart(() => this.reader.read());
      if (changes >= this.changesRead) Object.assign(this, { last: catalog, changesRead: changes });
      return catalog;
    } catch (err) {
      if (!this.last) throw err;
      this.log.warn({ err }, 'The catalog could not be read, the last one goes on serving');
      return this.last;
    } finally {
      this.lastReadAt = performance.now();
      if (changes === this.changes) this.reading = undefined;
    }
  }
}
