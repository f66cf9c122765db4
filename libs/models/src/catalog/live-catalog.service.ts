import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { LOGGER, RedisChannels, type Logger } from '@onegate/platform';
import { modelsChanged } from './catalog.channels.js';
import { CatalogReader, type Catalog } from './catalog-reader.service.js';

/** Looked at again after this long even without news: a message between processes can be lost. */
const freshMillis = 60_000;

/**
 * The catalog in memory. Read when it is first asked for, and again once a process says that something changed; whoever
 * asks in the meantime waits for that one reading. While the database is away the last catalog goes on serving.
 */
@Injectable()
export class LiveCatalog implements OnModuleInit {
  private last: Catalog | undefined;
  private lastReadAt = 0;
  private reading: Promise<Catalog> | undefined;
  /** Counts the news, so that a reading that they overtook is not taken for fresh. */
  private news = 1;
  private newsRead = 0;

  constructor(
    private readonly reader: CatalogReader,
    private readonly channels: RedisChannels,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.channels.onReconnect(() => this.forget());
    await this.channels.subscribe(modelsChanged, () => this.forget());
  }

  async get(): Promise<Catalog> {
    if (!this.last || this.newsRead !== this.news) return this.read();
    if (performance.now() - this.lastReadAt > freshMillis) void this.read();
    return this.last;
  }

  /** Here and in all other processes. */
  async changed(why: string): Promise<void> {
    this.forget();
    await this.channels.publish(modelsChanged, { why });
  }

  private forget(): void {
    this.news += 1;
    this.reading = undefined;
  }

  private read(): Promise<Catalog> {
    this.reading ??= this.readOnce(this.news);
    return this.reading;
  }

  private async readOnce(news: number): Promise<Catalog> {
    try {
      const catalog = await this.reader.read();
      if (news >= this.newsRead) Object.assign(this, { last: catalog, newsRead: news });
      return catalog;
    } catch (err) {
      if (!this.last) throw err;
      this.log.warn({ err }, 'The catalog could not be read, the last one goes on serving');
      return this.last;
    } finally {
      this.lastReadAt = performance.now();
      if (news === this.news) this.reading = undefined;
    }
  }
}
