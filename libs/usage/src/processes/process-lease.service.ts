import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { LOGGER, RedisKeys, RedisSuccession, type Logger } from '@onegate/platform';
import { Redis } from 'ioredis';
import { ProcessIdentity } from './process-identity.js';
import { deadProcesses, renewLease } from './process.scripts.js';

/** So many times within its lease a process gives a sign of life. */
const signsPerLease = 5;
const tagsRemembered = 100_000;

export interface RedisMemory {
  /** When it began. */
  readonly bornAt: number;
  /** So young that other processes may not have noticed yet. */
  readonly isYoung: boolean;
  /** Some process noticed, and is telling what it knows. */
  readonly isBeingTold: boolean;
}

/**
 * Says in Redis that this process lives and which accounts it holds money of, so that the holds of a dead one are found.
 * Notices when Redis has lost its memory, and has everything told again that this process knows.
 */
@Injectable()
export class ProcessLease implements OnApplicationShutdown {
  private readonly tags = new Set<AccountTag>();
  private readonly tellers: (() => Promise<void>)[] = [];
  private born: string | null = null;
  private age = 0;
  private telling = 0;
  private isTelling = false;
  /** Something was lost, or may have been, and was not told again to its end. */
  private mustTell = false;
  private hasLost = false;
  /** How far Redis' clock is ahead of ours. */
  private ahead = 0;
  private renewing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly identity: ProcessIdentity,
    private readonly succession: RedisSuccession,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  get process(): string {
    return this.identity.id;
  }

  get leaseMillis(): number {
    return this.identity.leaseMillis;
  }

  /** Called with what is to be told again after a loss. */
  onLost(tell: () => Promise<void>): void {
    this.tellers.push(tell);
  }

  /** To be waited for before money of an account is held: from then on its holds can be found. */
  enter(tag: AccountTag): Promise<void> | undefined {
    return this.tags.has(tag) ? undefined : this.register(tag);
  }

  /** What Redis remembers, and who may still have something to add to it. */
  async memory(): Promise<RedisMemory> {
    await this.renew();
    return {
      bornAt: this.redisNow() - this.age,
      isYoung: this.age < this.noticeMillis,
      isBeingTold: this.telling > 0 || (this.hasLost && this.age < this.noticeMillis),
    };
  }

  redisNow(): number {
    return Date.now() + this.ahead;
  }

  /** The accounts that this process holds or held money of. */
  get ownTags(): readonly AccountTag[] {
    return [...this.tags];
  }

  renew(): Promise<void> {
    this.renewing ??= this.renewOnce().finally(() => (this.renewing = null));
    return this.renewing;
  }

  dead(): Promise<string[]> {
    return deadProcesses.run(this.redis, [this.leases]);
  }

  /** All whose lease is known, dead or alive. */
  all(): Promise<string[]> {
    return this.redis.zrange(this.leases, '0', '-1');
  }

  tagsOf(process: string): Promise<AccountTag[]> {
    return this.redis.smembers(this.tagsKey(process)) as Promise<AccountTag[]>;
  }

  async bury(process: string): Promise<void> {
    await this.redis.del(this.tagsKey(process));
    await this.redis.zrem(this.leases, process);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async register(tag: AccountTag): Promise<void> {
    if (this.born === null) await this.start();
    await this.redis.sadd(this.tagsKey(this.identity.id), tag);
    if (this.tags.size >= tagsRemembered) this.tags.clear();
    this.tags.add(tag);
  }

  private async start(): Promise<void> {
    await this.renew();
    if (this.timer) return;
    const renew = (): void => void this.renew().catch((err: unknown) => this.log.debug({ err }, 'No lease'));
    this.timer = setInterval(renew, this.noticeMillis).unref();
    this.succession.onChange(() => void this.comeBack());
  }

  /** A Redis that was away may know what it knew before: another one took its place, or its last second is lost. */
  private async comeBack(): Promise<void> {
    try {
      this.mustTell = true;
      await this.renew();
    } catch (err) {
      this.log.debug({ err }, 'No lease');
    }
  }

  private async renewOnce(): Promise<void> {
    const keys = [this.leases, this.keys.tagged('usage', 'born'), this.keys.tagged('usage', 'telling')];
    const facts = [this.identity.id, this.leaseMillis, this.isTelling ? 1 : 0];
    const [born, now, wasThere, telling] = await renewLease.run(this.redis, keys, facts);
    this.ahead = now - Date.now();
    this.age = now - Number.parseInt(born, 10);
    this.telling = telling;
    if (this.born !== null && (this.born !== born || wasThere === 0)) this.mustTell = true;
    this.born = born;
    if (this.mustTell && !this.isTelling) await this.tellAgain();
  }

  private async tellAgain(): Promise<void> {
    this.log.warn('Redis has lost what it knew of this process, or may have, telling it again');
    this.hasLost = true;
    this.telling = Math.max(1, this.telling);
    const until = String(this.redisNow() + this.leaseMillis);
    await this.redis.zadd(this.keys.tagged('usage', 'telling'), until, this.identity.id);
    this.isTelling = true;
    void this.tellAll();
  }

  /** What goes wrong in the midst of it is told again with the next sign of life. */
  private async tellAll(): Promise<void> {
    this.mustTell = false;
    try {
      const tags = [...this.tags];
      if (tags.length > 0) await this.redis.sadd(this.tagsKey(this.identity.id), ...tags);
      for (const tell of this.tellers) await tell();
    } catch (err) {
      this.mustTell = true;
      this.log.warn({ err }, 'Not everything could be told again');
    }
    this.isTelling = false;
  }

  /** Between two signs of life: in this time every process notices that Redis was emptied, and says so. */
  private get noticeMillis(): number {
    return this.leaseMillis / signsPerLease;
  }

  private get leases(): string {
    return this.keys.tagged('usage', 'processes');
  }

  private tagsKey(process: string): string {
    return this.keys.tagged('usage', 'accounts', process);
  }
}
