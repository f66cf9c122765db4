import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock, Database, LOGGER, type Logger } from '@onegate/platform';

const tables = ['api_keys', 'sessions'] as const;
type Used = (typeof tables)[number];

const collectMillis = 1_000;
/** What was written so recently is recent enough. */
const exactToMillis = 30_000;
const rememberedRows = 20_000;

/** When keys and sessions were last used: collected in memory and written together, never once per call. */
@Injectable()
export class LastUse implements OnModuleDestroy {
  private readonly noted = new Map<Used, Map<number, Date>>(tables.map((table) => [table, new Map()]));
  private readonly writtenAt = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  note(table: Used, id: number): void {
    const now = this.clock.now();
    const written = this.writtenAt.get(`${table}:${id}`) ?? 0;
    if (Math.abs(now.getTime() - written) < exactToMillis) return;
    this.noted.get(table)?.set(id, now);
    this.timer ??= setTimeout(() => void this.write(), collectMillis).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.write();
  }

  private async write(): Promise<void> {
    this.timer = undefined;
    if (this.writtenAt.size > rememberedRows) this.writtenAt.clear();
    for (const [table, uses] of this.noted) {
      const taken = [...uses];
      uses.clear();
      if (taken.length > 0) await this.writeTo(table, taken);
    }
  }

  private async writeTo(table: Used, uses: readonly (readonly [id: number, at: Date])[]): Promise<void> {
    for (const [id, at] of uses) this.writtenAt.set(`${table}:${id}`, at.getTime());
    try {
      await this.database.query(
        `update ${table} t set last_used_at = greatest(t.last_used_at, u.at)
         from unnest($1::bigint[], $2::timestamptz[]) as u (id, at) where t.id = u.id`,
        [uses.map(([id]) => id), uses.map(([, at]) => at)],
      );
    } catch (err) {
      this.log.warn({ err, table }, 'The last use could not be written down');
    }
  }
}
