/*
 * All of these run in one transaction on one snapshot: events, sums, ledger and wallets are written by one transaction
 * too, so that a snapshot never shows a charge in one of them and not in another.
 */

export const oneSnapshot = 'set transaction isolation level repeatable read';
/** Before anything is read: whoever waits here sees afterwards what the other one wrote. */
export const oneAtATime = 'lock table reconciled_accounts in share row exclusive mode';

/** The wallets, by the names of their accounts. */
const taggedWallets = `select id, case when user_id is null then 'o' || tenant_id else 'u' || user_id end
    collate "C" as account, spent_nano, last_number from wallets`;

/** Accounts whose books have moved, or that differed the last time. */
export const movedAccounts = `select w.account from (${taggedWallets}) w
    left join reconciled_accounts r on r.account = w.account
  where r.account is null or r.ledger_number <> w.last_number or r.difference_nano <> 0`;

export const allAccounts = `select account from (${taggedWallets}) w
  union select scope from usage_days where axis = 'total' and scope <> 'all'
  union select account from reconciled_days
  union select account from retired_days
  union select distinct account from usage_events`;

/** Days of the accounts in $1 whose sums are not those that the events were last found to come to. */
export const countMovedDays = `insert into reconciled_days (account, day, calls, charged_nano)
  select s.scope, s.at, e.calls, e.charged_nano
  from usage_days s
    left join reconciled_days r on r.account = s.scope and r.day = s.at
    cross join lateral (
      select sum(c.calls) as calls, sum(c.charged_nano) as charged_nano from (
        select count(*) as calls, coalesce(sum(e.charged_nano), 0) as charged_nano from usage_events e
        where e.account = s.scope and e.settled_at >= (s.at::timestamp at time zone 'UTC')
          and e.settled_at < ((s.at + 1)::timestamp at time zone 'UTC')
        union all
        select calls, charged_nano from retired_days where account = s.scope and day = s.at) c) e
  where s.scope = any($1::text[]) and s.axis = 'total'
    and (r.calls, r.charged_nano) is distinct from (s.calls, s.charged_nano)
  on conflict (account, day) do update set calls = excluded.calls, charged_nano = excluded.charged_nano`;

export const forgetDays = 'delete from reconciled_days';

/** All of them, from the events themselves, and what the ones came to that are kept no longer. */
export const countAllDays = `insert into reconciled_days (account, day, calls, charged_nano)
  select account, day, sum(calls), sum(charged_nano) from (
    select account, (settled_at at time zone 'UTC')::date as day, count(*) as calls, sum(charged_nano) as charged_nano
    from usage_events group by 1, 2
    union all select account, day, calls, charged_nano from retired_days) c group by 1, 2`;

/** Of the accounts in $1, what each place in Postgres says; where $2, the ledger is added up from its beginning. */
export const readFigures = `with
  asked as (
    select a.account, w.id as wallet_id, coalesce(w.spent_nano, 0) as spent_nano,
      coalesce(w.last_number, 0) as last_number,
      case when $2 then 0 else coalesce(r.ledger_number, 0) end as from_number,
      case when $2 then 0 else coalesce(r.ledger_nano, 0) end as known_nano,
      case when $2 then 0 else coalesce(r.entries_nano, 0) end as known_entries
    from unnest($1::text[]) a (account) left join (${taggedWallets}) w on w.account = a.account
      left join reconciled_accounts r on r.account = a.account),
  lines as (
    select t.wallet_id, sum(-t.change_nano) as nano, sum(e.nano) as entries
    from asked a join ledger_transactions t on t.wallet_id = a.wallet_id and t.number > a.from_number
      cross join lateral (select coalesce(sum(amount_nano), 0) as nano from ledger_entries
        where transaction_id = t.id and account = 'usage_revenue') e
    where t.kind = 'usage' group by 1),
  counted as (
    select account, sum(charged_nano) as nano from reconciled_days where account = any($1) group by 1),
  days as (
    select scope, sum(charged_nano) as nano from usage_days where scope = any($1) and axis = 'total' group by 1),
  months as (
    select scope, sum(charged_nano) as nano from usage_months where scope = any($1) and axis = 'total' group by 1),
  corrected as (
    select r.account, sum(r.change_nano) as nano, sum(coalesce(t.change_nano, 0)) as noted
    from rerating_accounts r join reratings g on g.id = r.rerating_id and g.state = 'completed'
      left join ledger_transactions t on t.reference = r.note_reference
    where r.account = any($1) group by 1)
  select a.account, a.wallet_id, a.spent_nano::text as spent, a.last_number,
    coalesce(c.nano, 0)::text as events, coalesce(d.nano, 0)::text as days, coalesce(m.nano, 0)::text as months,
    (a.known_nano + coalesce(l.nano, 0))::text as ledger,
    (a.known_entries + coalesce(l.entries, 0))::text as entries,
    coalesce(-k.nano, 0)::text as corrected, coalesce(k.noted, 0)::text as noted
  from asked a left join lines l on l.wallet_id = a.wallet_id left join counted c on c.account = a.account
    left join days d on d.scope = a.account left join months m on m.scope = a.account
    left join corrected k on k.account = a.account`;

/** What statements list as usage behind the lines that Redis names: $1 of wallet and number. */
export const usageAfter = `select v.wallet_id, coalesce(sum(-t.change_nano), 0)::text as nano
  from jsonb_to_recordset($1::jsonb) as v (wallet_id bigint, number bigint)
    join ledger_transactions t on t.wallet_id = v.wallet_id and t.number > v.number and t.kind = 'usage'
  group by 1`;

/** The events among the calls in $1. */
export const bookedCharges = `select id, charged_nano::text as charged, ingested_at from usage_events
  where id = any($1::text[])`;

export const saveAccounts = `insert into reconciled_accounts (account, wallet_id, events_nano, days_nano, months_nano,
    ledger_nano, entries_nano, ledger_number, spent_nano, redis_spent_nano, redis_pending_nano, held_nano, holds,
    calls_in_flight, difference_nano, differences, checked_at)
  select r.*, $2::timestamptz from jsonb_to_recordset($1::jsonb) as r (account text, wallet_id bigint, events_nano bigint,
    days_nano bigint, months_nano bigint, ledger_nano bigint, entries_nano bigint, ledger_number bigint,
    spent_nano bigint, redis_spent_nano bigint, redis_pending_nano bigint, held_nano bigint, holds integer,
    calls_in_flight integer, difference_nano bigint, differences jsonb)
  on conflict (account) do update set (wallet_id, events_nano, days_nano, months_nano, ledger_nano, entries_nano,
    ledger_number, spent_nano, redis_spent_nano, redis_pending_nano, held_nano, holds, calls_in_flight,
    difference_nano, differences, checked_at) = (excluded.wallet_id, excluded.events_nano, excluded.days_nano,
    excluded.months_nano, excluded.ledger_nano, excluded.entries_nano, excluded.ledger_number, excluded.spent_nano,
    excluded.redis_spent_nano, excluded.redis_pending_nano, excluded.held_nano, excluded.holds,
    excluded.calls_in_flight, excluded.difference_nano, excluded.differences, excluded.checked_at)`;

export const saveDifferences = `insert into reconciliation_differences
    (run_id, account, place, expected_nano, found_nano, call_ids)
  select $2::bigint, r.account, r.place, r.expected, r.found, coalesce(r."callIds", '[]')
  from jsonb_to_recordset($1::jsonb) as r (account text, place text, expected bigint, found bigint, "callIds" jsonb)`;

export const totals = `select count(*) filter (where difference_nano <> 0)::integer as differing,
    coalesce(sum(difference_nano), 0)::text as difference, coalesce(sum(events_nano), 0)::text as events,
    coalesce(sum(ledger_nano), 0)::text as ledger, coalesce(sum(spent_nano), 0)::text as spent,
    coalesce(sum(redis_pending_nano), 0)::text as pending, coalesce(sum(held_nano), 0)::text as held
  from reconciled_accounts`;
