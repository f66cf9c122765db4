import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Wallets, and the books from which all that they hold can be told again. */
export class Ledger1763760000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ledger_entries, ledger_transactions, credit_grants, wallets');
    await runner.query(
      'drop function refuse_ledger_change, refuse_grant_change, require_balanced_transaction',
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

/** Deferred, because a transaction is written before its lines; a line that comes later than its commit is checked too. */
const balanced = [
  `create function require_balanced_transaction() returns trigger language plpgsql as $$
  declare
    checked bigint;
    change bigint;
    lines integer;
    total numeric;
    held numeric;
  begin
    if tg_table_name = 'ledger_entries' then checked := new.transaction_id; else checked := new.id; end if;
    select change_nano into change from ledger_transactions where id = checked;
    select count(*), coalesce(sum(amount_nano), 0),
        coalesce(sum(amount_nano) filter (where account in ('credit', 'overdraft')), 0)
      into lines, total, held from ledger_entries where transaction_id = checked;
    if lines < 2 or total <> 0 or held <> change then
      raise exception 'Ledger transaction % does not balance', checked using errcode = 'check_violation';
    end if;
    return null;
  end $$`,
  `create constraint trigger ledger_transactions_balance after insert on ledger_transactions
    deferrable initially deferred for each row execute function require_balanced_transaction()`,
  `create constraint trigger ledger_entries_balance after insert on ledger_entries
    deferrable initially deferred for each row execute function require_balanced_transaction()`,
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
  declare
    free constant text[] := array['remaining_nano', 'expired_nano'];
  begin
    if tg_op = 'UPDATE' and to_jsonb(new) - free = to_jsonb(old) - free then
      return new;
    end if;
    raise exception 'The terms of a credit grant are never changed';
  end $$`,
  `create trigger credit_grants_stand before update or delete on credit_grants
    for each row execute function refuse_grant_change()`,
];

const statements = [...tables, ...balanced, ...immutable];
