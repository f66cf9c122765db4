import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Installation } from '../setup/installation.ts';

/** Tables that grow with use, and the column by which Citus can spread them: each unique index has to have it. */
const distributed: Readonly<Record<string, string>> = {
  usage_events: 'account',
  usage_quarters: 'scope',
  usage_days: 'scope',
  usage_months: 'scope',
  usage_shifts: 'scope',
  usage_weeks: 'scope',
  usage_stretches: 'account',
  voided_holds: 'account',
  kept_contents: 'account',
};

/** Tables that grow with use too and stay on one node, each with the reason. */
const onOneNode: Readonly<Record<string, string>> = {
  ledger_transactions:
    'their references must be unique over all accounts: a payment counts once, whoever it is for',
  ledger_entries: 'belong to a ledger transaction by a foreign key, and stay with it',
  credit_grants: 'their references must be unique over all accounts, as those of the ledger',
  service_users:
    'events name them by an id that is unique over all accounts; one row a person, not one a call',
  stored_responses: 'kept for a month only, and partitions of time would serve them better',
  conversations: 'named by items and responses; one row a conversation, not one a call',
  usage_corrections: 'one row for an event that was rated anew, which is rare; found by the rerating',
  conversation_items: 'belong to a conversation by a foreign key, and are deleted with it',
  audit_entries: 'read by platform and tenant alike; one row a change made by a person, not one a call',
};

let installation: Installation;
let source: DataSource;

beforeAll(async () => {
  installation = await Installation.create();
  source = (await installation.api()).app.get(DataSource);
});
afterAll(() => installation.close());

interface UniqueIndex {
  readonly table: string;
  readonly index: string;
  readonly columns: string[];
}

function uniqueIndexes(): Promise<UniqueIndex[]> {
  return source.query(`select c.relname as table, i.indexrelid::regclass::text as index,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any(i.indkey)) as columns
    from pg_index i join pg_class c on c.oid = i.indrelid
    where i.indisunique and c.relnamespace = 'public'::regnamespace and not c.relispartition`);
}

it('every key of a table that is spread by account has the account in it', async () => {
  const indexes = await uniqueIndexes();
  const wrong = indexes.filter(({ table, columns }) => {
    const column = distributed[table];
    return column !== undefined && !columns.includes(column);
  });
  expect(wrong).toEqual([]);
  const keyed = new Set(indexes.map(({ table }) => table));
  expect(Object.keys(distributed).filter((table) => !keyed.has(table))).toEqual([]);
});

it('every table that names an account is spread by it, or is known to stay on one node', async () => {
  const rows: { name: string }[] = await source.query(`select distinct table_name as name
    from information_schema.columns join pg_class on relname = table_name and not relispartition
    where table_schema = 'public' and column_name in ('account', 'scope', 'wallet_id')`);
  const known = new Set([...Object.keys(distributed), ...Object.keys(onOneNode), ...smallTables]);
  expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
});

/** A handful of rows an account, or one a day: they need no spreading. */
const smallTables = [
  'alert_notices',
  'alert_rules',
  'auto_top_up_settings',
  'auto_top_ups',
  'content_settings',
  'promotion_redemptions',
  'reconciled_accounts',
  'reconciled_days',
  'retired_days',
  'reconciliation_differences',
  'rerating_accounts',
  'webhook_endpoints',
];
