import type { Entry, GrantFigures, WalletFigures } from './movement.js';

export interface WalletRow {
  readonly id: string;
  readonly credits_nano: string;
  readonly spent_nano: string;
  readonly overdraft_nano: string;
  readonly last_number: string;
  readonly credits_version: string;
  readonly watched_nano: readonly string[];
}

export interface GrantRow {
  readonly id: string;
  readonly wallet_id: string;
  readonly remaining_nano: string;
  readonly expired_nano: string;
  readonly expires_at: Date | null;
}

export const lockWallets = `select id, credits_nano, spent_nano, overdraft_nano, last_number, credits_version,
    watched_nano
  from wallets where id = any($1::bigint[]) order by id for no key update`;

export const loadGrants = `select id, wallet_id, remaining_nano, expired_nano, expires_at from credit_grants
  where wallet_id = any($1::bigint[]) and (remaining_nano > 0 or expired_nano > 0 and expires_at > $2)`;

export const saveTransactions = `insert into ledger_transactions (public_id, wallet_id, number, kind, reference,
    change_nano, balance_after_nano, overdraft_nano, batch, day, calls, about, actor_user_id, posted_at)
  select r.*, $2 from jsonb_to_recordset($1::jsonb) as r(public_id text, wallet_id bigint, number bigint, kind text,
    reference text, change_nano bigint, balance_after_nano bigint, overdraft_nano bigint, batch text, day date,
    calls integer, about text, actor_user_id bigint)
  returning id, public_id`;

export const saveEntries = `insert into ledger_entries (transaction_id, line, account, grant_id, amount_nano)
  select * from jsonb_to_recordset($1::jsonb)
    as r(transaction_id bigint, line smallint, account text, grant_id bigint, amount_nano bigint)`;

export const saveGrants = `update credit_grants g set remaining_nano = r.remaining_nano, expired_nano = r.expired_nano
  from jsonb_to_recordset($1::jsonb) as r(id bigint, remaining_nano bigint, expired_nano bigint)
  where g.id = r.id and (g.remaining_nano, g.expired_nano) <> (r.remaining_nano, r.expired_nano)`;

export const saveWallets = `update wallets w set credits_nano = r.credits_nano, spent_nano = r.spent_nano,
    overdraft_nano = r.overdraft_nano, last_number = r.last_number, credits_version = r.credits_version,
    next_expiry_at = r.next_expiry_at
  from jsonb_to_recordset($1::jsonb) as r(id bigint, credits_nano bigint, spent_nano bigint, overdraft_nano bigint,
    last_number bigint, credits_version bigint, next_expiry_at timestamptz)
  where w.id = r.id`;

export function toWalletFigures(row: WalletRow): WalletFigures {
  return {
    credits: BigInt(row.credits_nano),
    spent: BigInt(row.spent_nano),
    overdraft: BigInt(row.overdraft_nano),
    lastNumber: Number(row.last_number),
    creditsVersion: Number(row.credits_version),
  };
}

export function toGrantFigures(row: GrantRow): GrantFigures {
  return {
    id: Number(row.id),
    expiresAt: row.expires_at,
    remaining: BigInt(row.remaining_nano),
    expired: BigInt(row.expired_nano),
  };
}

export function toEntryRows(transactionId: string | undefined, entries: readonly Entry[]) {
  return entries.map(({ account, grantId, amount }, line) => ({
    transaction_id: transactionId,
    line,
    account,
    grant_id: grantId,
    amount_nano: String(amount),
  }));
}
