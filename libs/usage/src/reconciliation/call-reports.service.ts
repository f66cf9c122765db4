import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { RedisChannels, RedisKeys, type Channel } from '@onegate/platform';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { OpenCalls } from '../processes/open-calls.js';
import { OpenJournals } from './open-journals.js';

const callsAsked: Channel<{ ask: string }> = {
  name: 'usage-calls-asked',
  message: z.object({ ask: z.string() }),
};

const answersKeptSeconds = 60;
const patienceMillis = 3_000;
const askAgainMillis = 25;

const report = z.object({
  calls: z.array(z.object({ id: z.string(), account: z.string(), hold: z.string(), startedAt: z.number() })),
  isBehind: z.boolean(),
});

/** A call that its process knows to be under way, with money held for it. */
export interface ReportedCall {
  readonly id: string;
  readonly account: AccountTag;
  readonly hold: bigint;
  readonly startedAt: number;
}

export interface CallReport {
  readonly calls: ReadonlyMap<string, ReportedCall>;
  /** Those with a lease that has run out for less than two minutes: the sweep is about to end their holds. */
  readonly dying: ReadonlySet<string>;
  /** Those with a lease that did not answer: nothing is said of their calls. */
  readonly silent: ReadonlySet<string>;
  /** Whether some process has charges that it could not tell for long. */
  readonly isBehind: boolean;
}

const sweptWithinMillis = 120_000;

/** Which calls are under way, as their processes know it: each is asked, and answers through Redis. */
@Injectable()
export class CallReports implements OnApplicationBootstrap {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly channels: RedisChannels,
    private readonly open: OpenCalls,
    private readonly journals: OpenJournals,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.channels.subscribe(callsAsked, ({ ask }) => void this.answer(ask).catch(() => undefined));
  }

  async ask(): Promise<CallReport> {
    const ask = randomUUID();
    const { alive, dying } = await this.leasesNow();
    await this.channels.publish(callsAsked, { ask });
    const answers = await this.answersTo(ask, alive);
    const reports = Object.values(answers).map((text) => report.parse(JSON.parse(text)));
    const calls = reports.flatMap((one) => one.calls.map(toCall));
    return {
      calls: new Map(calls.map((call) => [call.id, call])),
      dying,
      silent: new Set(alive.filter((process) => !(process in answers))),
      isBehind: reports.some(({ isBehind }) => isBehind),
    };
  }

  private async answer(ask: string): Promise<void> {
    const calls = this.open.held().map(({ ask: { eventId }, tag, holdNano, startedAt }) => ({
      id: eventId,
      account: tag,
      hold: String(holdNano),
      startedAt: startedAt.getTime(),
    }));
    const text = JSON.stringify({ calls, isBehind: await this.journals.areBehind() });
    const key = this.answersKey(ask);
    await this.redis.multi().hset(key, this.open.process, text).expire(key, answersKeptSeconds).exec();
  }

  private async answersTo(ask: string, alive: readonly string[]): Promise<Record<string, string>> {
    const deadline = performance.now() + patienceMillis;
    for (;;) {
      const answers = await this.redis.hgetall(this.answersKey(ask));
      const isComplete = alive.every((process) => process in answers);
      if (isComplete || performance.now() > deadline) return answers;
      await pause(askAgainMillis);
    }
  }

  private async leasesNow(): Promise<{ alive: string[]; dying: Set<string> }> {
    const [seconds] = await this.redis.time();
    const now = Number(seconds) * 1_000;
    const flat = await this.redis.zrange(this.leases, '0', '-1', 'WITHSCORES');
    const leases = flat.flatMap((process, index) =>
      index % 2 === 0 ? [{ process, until: Number(flat[index + 1]) }] : [],
    );
    const dying = leases.filter(({ until }) => until <= now && until > now - sweptWithinMillis);
    return {
      alive: leases.filter(({ until }) => until > now).map(({ process }) => process),
      dying: new Set(dying.map(({ process }) => process)),
    };
  }

  private get leases(): string {
    return this.keys.tagged('usage', 'processes');
  }

  private answersKey(ask: string): string {
    return this.keys.tagged('usage', 'call-reports', ask);
  }
}

function toCall({ id, account, hold, startedAt }: z.infer<typeof report>['calls'][number]): ReportedCall {
  return { id, account: account as AccountTag, hold: BigInt(hold), startedAt };
}
