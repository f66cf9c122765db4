import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import {
  DataSource,
  QueryFailedError,
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  type Repository,
} from 'typeorm';
import { LOGGER, type Logger } from '../logging/logger.js';

type Effect = () => unknown;

interface Ongoing {
  readonly manager: EntityManager;
  readonly effects: Effect[];
}

/** Serialization failure and deadlock: Postgres asks for the whole transaction to be tried again. */
const retriedStates = new Set(['40001', '40P01']);
const maxTries = 5;

/** The one door to Postgres: repositories that join the transaction under way, and the one transaction function. */
@Injectable()
export class Database {
  private readonly ongoing = new AsyncLocalStorage<Ongoing>();

  constructor(
    private readonly source: DataSource,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  get manager(): EntityManager {
    return this.ongoing.getStore()?.manager ?? this.source.manager;
  }

  of<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.manager.getRepository(entity);
  }

  /** Rows of a hand-written statement, within the transaction under way. */
  query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.manager.query<Row[]>(sql, [...parameters]);
  }

  /**
   * All or nothing. A transaction inside another joins it. The work may run again after a serialization failure
   * or deadlock, so it must touch nothing but the database; everything else goes through `afterCommit`.
   */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.ongoing.getStore()) return work();
    const { result, effects } = await this.tryUntilCommitted(work);
    for (const effect of effects) await this.runEffect(effect);
    return result;
  }

  /** Runs once the transaction under way has committed, never if it rolls back; at once where there is none. */
  async afterCommit(effect: Effect): Promise<void> {
    const ongoing = this.ongoing.getStore();
    if (ongoing) ongoing.effects.push(effect);
    else await effect();
  }

  /**
   * Lets one holder of the name at a time go on, across all processes, until its transaction ends.
   * Bound to the transaction, not to the session, so that it works behind a transaction pooler.
   */
  async exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    return this.transaction(async () => {
      await this.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
      return work();
    });
  }

  private async tryUntilCommitted<Result>(work: () => Promise<Result>) {
    for (let attempt = 1; ; attempt += 1) {
      const effects: Effect[] = [];
      try {
        const result = await this.source.transaction((manager) =>
          this.ongoing.run({ manager, effects }, work),
        );
        return { result, effects };
      } catch (error) {
        if (attempt >= maxTries || !isRetried(error)) throw error;
      }
    }
  }

  /** The transaction stands: an effect that fails is logged, and whoever depends on it has a sweep that finds it. */
  private async runEffect(effect: Effect): Promise<void> {
    try {
      await effect();
    } catch (err) {
      this.log.error({ err }, 'An effect after a commit failed');
    }
  }
}

function isRetried(error: unknown): boolean {
  return retriedStates.has(sqlStateOf(error) ?? '');
}

/** The SQLSTATE of a failed statement, however deep it is wrapped. */
export function sqlStateOf(error: unknown): string | undefined {
  const inner: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return typeof inner === 'object' && inner !== null && 'code' in inner ? String(inner.code) : undefined;
}
