import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { RedisKeys, RedisScript } from '@onegate/platform';
import { Redis } from 'ioredis';
import { HoldBook } from '../holds/hold-book.service.js';

/** So many are read in one step; where there are more, their sum is not looked at this time. */
const listedAtMost = 20_000;
const atOnce = 100;

/** In one step, so that the figures and what they are made of are of the same moment. */
const readStanding = new RedisScript<
  [figures: (string | null)[], calls: string[] | null, pending: string[] | null]
>(`
local figures = redis.call('hmget', KEYS[1], 'spent', 'spent_version', 'pending', 'held')
local function all(key)
  if redis.call('hlen', key) > tonumber(ARGV[1]) then return false end
  return redis.call('hgetall', key)
end
return {figures, all(KEYS[2]), all(KEYS[3])}
`);

export interface LiveHold {
  readonly callId: string;
  readonly process: string;
  readonly amount: bigint;
}

export interface PendingCharge {
  readonly callId: string;
  readonly amount: bigint;
}

/** What Redis says of an account. */
export interface WalletStanding {
  readonly account: AccountTag;
  /** As the statement had it up to the line of this number; `null` where Redis was not told, or has forgotten. */
  readonly spent: { readonly nano: bigint; readonly number: number } | null;
  readonly pendingNano: bigint;
  readonly heldNano: bigint;
  readonly holds: readonly LiveHold[] | null;
  readonly pending: readonly PendingCharge[] | null;
}

/** Reads what Redis says of accounts. */
@Injectable()
export class WalletStandings {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly book: HoldBook,
  ) {}

  async of(accounts: readonly AccountTag[]): Promise<Map<AccountTag, WalletStanding>> {
    const standings: WalletStanding[] = [];
    for (let from = 0; from < accounts.length; from += atOnce) {
      const some = accounts.slice(from, from + atOnce);
      standings.push(...(await Promise.all(some.map((account) => this.read(account)))));
    }
    return new Map(standings.map((standing) => [standing.account, standing]));
  }

  /** The accounts that any process has held money of, dead or alive. */
  async touched(): Promise<AccountTag[]> {
    const processes = await this.redis.zrange(this.keys.tagged('usage', 'processes'), '0', '-1');
    const tags = await Promise.all(
      processes.map((process) => this.redis.smembers(this.keys.tagged('usage', 'accounts', process))),
    );
    return [...new Set(tags.flat())] as AccountTag[];
  }

  private async read(account: AccountTag): Promise<WalletStanding> {
    const keys = this.book.keysOf(account).slice(0, 3);
    const [[spent, version, pending, held], calls, charges] = await readStanding.run(this.redis, keys, [
      listedAtMost,
    ]);
    return {
      account,
      spent: spent && version ? { nano: BigInt(spent), number: Number(version) } : null,
      pendingNano: BigInt(pending ?? 0),
      heldNano: BigInt(held ?? 0),
      holds: calls && pairs(calls).map(toHold),
      pending: charges && pairs(charges).map(toCharge),
    };
  }
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : []));
}

/** amount|process|key|… */
function toHold([callId, record]: [string, string]): LiveHold {
  const [amount = '0', process = ''] = record.split('|');
  return { callId, process, amount: BigInt(amount) };
}

/** amount|scopes */
function toCharge([callId, record]: [string, string]): PendingCharge {
  return { callId, amount: BigInt(record.split('|')[0] || 0) };
}
