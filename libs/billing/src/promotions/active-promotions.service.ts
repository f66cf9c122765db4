import { Injectable } from '@nestjs/common';
import { Clock, Database, type NanoUsd } from '@onegate/platform';
import type { BilledAccount } from '../wallets/billed-account.js';
import { AccountWallets } from '../wallets/account-wallets.service.js';

/** A promotion that an account has something of, or can take part in. */
export interface ActivePromotion {
  readonly id: string;
  readonly status: 'redeemed' | 'available';
  readonly name: string;
  readonly description: string | null;
  readonly amount: NanoUsd;
  /** Of what was given: what is left of it. */
  readonly remaining: NanoUsd | null;
  readonly redeemedAt: Date | null;
  /** When the credit is gone; of one that is available, until when it can be taken. */
  readonly expiresAt: Date | null;
}

interface Row {
  readonly id: string;
  readonly status: ActivePromotion['status'];
  readonly name: string;
  readonly description: string | null;
  readonly amount_nano: string;
  readonly remaining_nano: string | null;
  readonly redeemed_at: Date | null;
  readonly expires_at: Date | null;
}

/** More than anybody reads. */
const atMost = 200;

const given = `select coalesce(p.public_id, g.public_id) as id, 'redeemed' as status,
    coalesce(p.name, t.about, 'Promotional credit') as name, p.description, g.amount_nano, g.remaining_nano,
    g.granted_at as redeemed_at, g.expires_at
  from credit_grants g
  join ledger_transactions t on t.reference = g.reference
  left join promotion_redemptions r on 'promotion:' || r.public_id = g.reference and r.wallet_id = g.wallet_id
  left join promotions p on p.id = r.promotion_id
  where g.wallet_id = $1 and g.kind = 'promotion' and g.remaining_nano > 0
    and (g.expires_at is null or g.expires_at > $2)
  order by g.expires_at nulls last, g.id limit ${atMost}`;

const offered = `select p.public_id as id, 'available' as status, p.name, p.description, p.amount_nano,
    null::bigint as remaining_nano, null::timestamptz as redeemed_at, least(p.ends_at, p.credit_ends_at) as expires_at
  from promotions p
  where p.is_listed and p.is_active and p.audience in ('any', $1) and p.starts_at <= $2
    and (p.ends_at is null or p.ends_at > $2) and (p.credit_ends_at is null or p.credit_ends_at > $2)
    and (p.max_redemptions is null or p.redeemed_count < p.max_redemptions)
    and (select count(*) from promotion_redemptions r where r.promotion_id = p.id and r.wallet_id = $3)
      < p.max_per_account
    and (select count(*) from promotion_redemptions r where r.promotion_id = p.id and r.user_id = $4)
      < p.max_per_person
  order by p.id desc limit ${atMost}`;

/** What campaigns have in store for an account, and what is left of what they gave. */
@Injectable()
export class ActivePromotions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallets: AccountWallets,
  ) {}

  /** As whoever asks sees them: what he can take part in for the account. */
  async of(account: BilledAccount, userId: number): Promise<ActivePromotion[]> {
    const walletId = await this.wallets.find(account);
    const now = this.clock.now();
    const redeemed = await this.database.query<Row>(given, [walletId, now]);
    const available = await this.database.query<Row>(offered, [account.kind, now, walletId, userId]);
    return [...redeemed, ...available].map(toActive);
  }
}

function toActive(row: Row): ActivePromotion {
  return {
    id: row.id,
    status: row.status,
    name: row.name,
    description: row.description,
    amount: BigInt(row.amount_nano),
    remaining: row.remaining_nano === null ? null : BigInt(row.remaining_nano),
    redeemedAt: row.redeemed_at,
    expiresAt: row.expires_at,
  };
}
