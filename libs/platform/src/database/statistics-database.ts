import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIGURATION, type Configuration } from '../config/configuration.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { Database, sqlStateOf } from './database.js';
import { QueryLog } from './query-log.js';
import { ReplicaLag } from './replica-lag.js';
import { SteadyClient } from './steady-client.js';

const lookEveryMillis = 1_000;

const written = `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as position`;
/** Nothing where it is no replica. */
const reached = `select pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::text as position where pg_is_in_recovery()`;

interface Position {
  readonly position: string | null;
}

/**
 * Answers statistics: from a replica, where there is one that is not too far behind, else from the database. What is read
 * here may be some seconds old; what decides about money or rights is read from the database.
 */
@Injectable()
export class StatisticsDatabase implements OnApplicationShutdown {
  /** By so much an answer may be behind the one before it: the next question may be another's to answer. */
  readonly lagSeconds: number;
  private readonly lag: ReplicaLag;
  private readonly replica: DataSource | null;
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private wasUsed = true;

  constructor(
    private readonly database: Database,
    @Inject(CONFIGURATION) config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    const { statisticsUrl, statisticsPoolSize, statisticsLagSeconds, slowQueryMillis } = config.database;
    this.lagSeconds = statisticsUrl ? statisticsLagSeconds : 0;
    this.lag = new ReplicaLag(statisticsLagSeconds * 1_000);
    this.replica = statisticsUrl
      ? new DataSource({
          type: 'postgres',
          url: statisticsUrl,
          applicationName: 'onegate-statistics',
          poolSize: statisticsPoolSize,
          connectTimeoutMS: lookEveryMillis,
          maxQueryExecutionTime: slowQueryMillis,
          logger: new QueryLog(log),
          synchronize: false,
          extra: { Client: SteadyClient },
        })
      : null;
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const replica = this.atHand();
    if (!replica) return this.database.query<Row>(sql, parameters);
    try {
      return await replica.query<Row[]>(sql, [...parameters]);
    } catch (error) {
      if (!isOfReplica(error)) throw error;
      return this.database.query<Row>(sql, parameters);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    if (this.replica?.isInitialized) await this.replica.destroy();
  }

  /** It is looked after from the first question on: a process that answers no statistics does not connect. */
  private atHand(): DataSource | null {
    if (!this.replica) return null;
    if (!this.timer) {
      this.timer = setInterval(() => void this.look(), lookEveryMillis).unref();
      void this.look();
    }
    const isUsable = this.replica.isInitialized && this.lag.isWithin(performance.now());
    if (isUsable !== this.wasUsed)
      this.log.info({ replica: isUsable }, 'Statistics are answered by the replica, or not any more');
    this.wasUsed = isUsable;
    return isUsable ? this.replica : null;
  }

  private async look(): Promise<void> {
    if (!this.replica || this.isLooking) return;
    this.isLooking = true;
    try {
      if (!this.replica.isInitialized) await this.replica.initialize();
      const at = performance.now();
      const [now] = await this.database.query<Position>(written);
      if (now?.position) this.lag.written(at, BigInt(now.position));
      const [there] = await this.replica.query<Position[]>(reached);
      if (there?.position) this.lag.reached(BigInt(there.position));
    } catch (err) {
      this.log.debug({ err }, 'The replica for statistics cannot be asked');
    } finally {
      this.isLooking = false;
    }
  }
}

/** What the database would answer: the connection failed, the server stops, or its recovery needed what was being read. */
function isOfReplica(error: unknown): boolean {
  const state = sqlStateOf(error) ?? '';
  return !/^[0-9A-Z]{5}$/.test(state) || /^(08|57|40|53)/.test(state);
}
