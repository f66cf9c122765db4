import { Redis } from 'ioredis';
import pg from 'pg';
import { StopRequest } from '../../scripts/start/stop-request.ts';
import { ThrowAwayStack } from '../../scripts/test/throw-away-stack.ts';

/** PostgreSQL and Redis: a throw-away pair of our own, or those that the environment names. */
export class DatabaseServers {
  private readonly stack: ThrowAwayStack | null;
  private readonly databases: string[] = [];
  private addresses = {
    database: process.env.ONEGATE_BENCH_DATABASE_URL ?? '',
    redis: process.env.ONEGATE_BENCH_REDIS_URL ?? '',
  };

  constructor() {
    const isGiven = this.addresses.database !== '' && this.addresses.redis !== '';
    this.stack = isGiven ? null : new ThrowAwayStack(new StopRequest());
  }

  async up(): Promise<void> {
    if (!this.stack) return;
    const { TEST_DATABASE_URL: database, TEST_REDIS_URL: redis } = await this.stack.up();
    this.addresses = { database, redis };
  }

  get redisUrl(): string {
    return this.addresses.redis;
  }

  /** The address of a new, empty database. */
  async newDatabase(name: string): Promise<string> {
    await this.administer(`create database ${name}`);
    this.databases.push(name);
    const url = new URL(this.addresses.database);
    url.pathname = `/${name}`;
    return url.href;
  }

  async redisPid(): Promise<number> {
    const redis = new Redis(this.addresses.redis);
    const told = await redis.info('server');
    redis.disconnect();
    return Number(/process_id:(\d+)/.exec(told)?.[1] ?? 0);
  }

  /** Money that is held for calls in all wallets of an installation. */
  async heldNano(installation: string): Promise<number> {
    const redis = new Redis(this.addresses.redis);
    const wallets = await redis.keys(`${installation}:{*}:wallet`);
    const held = await Promise.all(wallets.map((wallet) => redis.hget(wallet, 'held')));
    redis.disconnect();
    return held.reduce((sum, amount) => sum + Number(amount ?? 0), 0);
  }

  async down(): Promise<void> {
    if (this.stack) return this.stack.down();
    for (const name of this.databases) await this.administer(`drop database if exists ${name} with (force)`);
  }

  private async administer(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.addresses.database });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}
