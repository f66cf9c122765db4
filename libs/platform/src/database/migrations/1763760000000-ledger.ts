import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Wallets, and the books from which all that they hold can be told again. */
export class Ledger1763760000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ledger_entries, ledger_transactions, credit_grants, wallets');
    await runner.query(
      `drop function refuse_ledger_change, refuse_grant_change, require_balanced_transaction,
       require_balanced_entries`,
    );
  }
}

const movementKinds = `'purchase', 'promotion', 'plan_allowance', 'manual', 'sandbox', 'credit_note', 'usage', 'expiry',
      'expiry_reversal', 'refund', 'chargeback', 'withdrawal', 'debit_note'`;

/** No cascade anywhere: the books outlive the people and organizations, whose rows they keep from being purged. */
const tables = [
  `create table wallets (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    user_id bigint unique references users (id),
    tenant_id bigint unique references tenants (id),
    credits_nano bigint not null default 0,
    spent_nano bigint not null default 0 check (spent_nano >= 0),
    overdraft_nano bigint not null default 0 check (overdraft_nano >= 0),
    last_number bigint not null default 0,
    credits_version bigint not null default 0,
    published_version bigint not null default 0,
    next_expiry_at timestamptz,
    created_at timestamptz not null,
    check (num_nonnulls(user_id, tenant_id) = 1)
  )`,
  'create index wallets_unpublished on wallets (id) where published_version < credits_version',
  'create index wallets_expiring on wallets (next_expiry_at) where next_expiry_at is not null',
  `create table credit_grants (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    wallet_id bigint not null references wallets (id),
    kind text not null
      check (kind in ('purchase', 'promotion', 'plan_allowance', 'manual', 'sandbox', 'credit_note')),
    reference text not null unique,
    amount_nano bigint not null check (amount_nano > 0),
    remaining_nano bigint not null default 0 check (remaining_nano between 0 and amount_nano),
    expired_nano bigint not null default 0 check (expired_nano between 0 and amount_nano - remaining_nano),
    expires_at timestamptz,
    granted_at timestamptz not null
  )`,
  'create index credit_grants_wallet on credit_grants (wallet_id) where remaining_nano > 0 or expired_nano > 0',
  `create table ledger_transactions (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    wallet_id bigint not null references wallets (id),
    number bigint not null check (number > 0),
    kind text not null check (kind in (${movementKinds})),
    reference text not null unique,
    change_nano bigint not null,
    balance_after_nano bigint not null,
    overdraft_nano bigint not null default 0 check (overdraft_nano >= 0),
    batch text,
    day date,
    calls integer check (calls > 0),
    about text,
    actor_user_id bigint,
    posted_at timestamptz not null,
    unique (wallet_id, number),
    check ((kind = 'usage') = (batch is not null and day is not null and calls is not null))
  )`,
  `create table ledger_entries (
    transaction_id bigint not null references ledger_transactions (id),
    line smallint not null,
    account text not null check (account in ('credit', 'overdraft', 'usage_revenue', 'payments', 'promotions',
      'plan_allowances', 'manual_credit', 'sandbox_money', 'corrections', 'expired_credit', 'refunds', 'chargebacks')),
    grant_id bigint references credit_grants (id),
    amount_nano bigint not null check (amount_nano <> 0),
    primary key (transaction_id, line),
    check ((account = 'credit') = (grant_id is not null))
  )`,
];

/**
 * Once when the transaction commits, because it is written before its entries; and at the end of every statement that
 * adds entries, so that none comes later either. All entries of a transaction are therefore written by one statement.
 */
const balanced = [
  `create function require_balanced_transaction() returns trigger language plpgsql as $$
  begin
    if not exists (
      select from ledger_entries where transaction_id = new.id
      having count(*) > 1 and sum(amount_nano) = 0
        and coalesce(sum(amount_nano) filter (where account in ('credit', 'overdraft')), 0) = new.change_nano) then
      raise exception 'Ledger transaction % does not balance', new.id using errcode = 'check_violation';
    end if;
    return null;
  end $$`,
  `create function require_balanced_entries() returns trigger language plpgsql as $$
  declare
    unbalanced bigint;
  begin
    select a.transaction_id into unbalanced from (select distinct transaction_id from added) a
      cross join lateral
        (select sum(amount_nano) as total from ledger_entries e where e.transaction_id = a.transaction_id) s
      where s.total <> 0 limit 1;
    if found then
      raise exception 'Ledger transaction % does not balance', unbalanced using errcode = 'check_violation';
    end if;
    return null;
  end $$`,
  `create constraint trigger ledger_transactions_balance after insert on ledger_transactions
    deferrable initially deferred for each row execute function require_balanced_transaction()`,
  `create trigger ledger_entries_balance after insert on ledger_entries referencing new table as added
    for each statement execute function require_balanced_entries()`,
];

const immutable = [
  `create function refuse_ledger_change() returns trigger language plpgsql as $$
  begin
    raise exception 'The ledger is never changed, only added to';
  end $$`,
  ...['ledger_transactions', 'ledger_entries'].flatMap((table) => [
    `create trigger ${table}_stand before update or delete on ${table}
      for each row execute function refuse_ledger_change()`,
    `create trigger ${table}_stay before truncate on ${table}
      for each statement execute function refuse_ledger_change()`,
  ]),
  `create function refuse_grant_change() returns trigger language plpgsql as $$
  begin
    raise exception 'The terms of a credit grant are never changed';
  end $$`,
  `create trigger credit_grants_stand before delete or
    update of id, public_id, wallet_id, kind, reference, amount_nano, expires_at, granted_at on credit_grants
    for each row execute function refuse_grant_change()`,
];

const statements = [...tables, ...balanced, ...immutable];
