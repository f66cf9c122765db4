import { Injectable } from '@nestjs/common';
import { Database, RedisKeys } from '@onegate/platform';
import { Redis } from 'ioredis';
import { tagOf, type AccountTag } from '../wallets/billed-account.js';
import { writeCredits } from './credits.scripts.js';

/** What Redis is told of a wallet. */
export interface WalletStanding {
  readonly tag: AccountTag;
  readonly credits: bigint;
  readonly creditsVersion: number;
  readonly spent: bigint;
  /** The number of the newest line of its statement: every use that was posted by then is in `spent`. */
  readonly spentVersion: number;
  readonly nextExpiryAt: Date | null;
}

interface Row {
  readonly id: string;
  readonly user_id: string | null;
  readonly tenant_id: string | null;
  readonly credits_nano: string;
  readonly credits_version: string;
  readonly spent_nano: string;
  readonly last_number: string;
  readonly next_expiry_at: Date | null;
}

const readStandings = `select id, user_id, tenant_id, credits_nano, credits_version, spent_nano, last_number,
    next_expiry_at
  from wallets where id = any($1::bigint[])`;

/** Remembers which version arrived, so that the sweep finds what did not. */
const rememberVersions = `update wallets w set published_version = r.version
  from jsonb_to_recordset($1::jsonb) as r(id bigint, version bigint)
  where w.id = r.id and w.published_version < r.version`;

/** Tells Redis what wallets have, as Postgres has it now. */
@Injectable()
export class CreditsPublisher {
  constructor(
    private readonly database: Database,
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {}

  async publish(walletIds: readonly number[]): Promise<void> {
    const rows = await this.database.query<Row>(readStandings, [walletIds]);
    await Promise.all(rows.map((row) => this.write(toStanding(row))));
    const versions = rows.map((row) => ({ id: row.id, version: row.credits_version }));
    await this.database.query(rememberVersions, [JSON.stringify(versions)]);
  }

  /** For an account without a wallet too: then Redis knows that it has nothing, and need not ask again. */
  async write({ tag, ...standing }: WalletStanding): Promise<void> {
    const { credits, creditsVersion, spent, spentVersion, nextExpiryAt } = standing;
    await writeCredits.run(
      this.redis,
      [walletKey(this.keys, tag)],
      [String(credits), creditsVersion, nextExpiryAt?.getTime() ?? '', String(spent), spentVersion],
    );
  }
}

/** The hash of a wallet in Redis: everything else of the account that a script touches has the same tag. */
export function walletKey(keys: RedisKeys, tag: AccountTag): string {
  return keys.tagged(tag, 'wallet');
}

function toStanding(row: Row): WalletStanding {
  return {
    tag:
      row.user_id === null
        ? tagOf({ kind: 'organization', id: Number(row.tenant_id) })
        : tagOf({ kind: 'user', id: Number(row.user_id) }),
    credits: BigInt(row.credits_nano),
    creditsVersion: Number(row.credits_version),
    spent: BigInt(row.spent_nano),
    spentVersion: Number(row.last_number),
    nextExpiryAt: row.next_expiry_at,
  };
}
