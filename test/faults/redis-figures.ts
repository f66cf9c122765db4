import type { Redis } from 'ioredis';

type Query = <Row>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

interface WalletRow {
  readonly account: string;
  readonly credits: string;
  readonly spent: string;
}

const wallets = `select coalesce('u' || user_id, 'o' || tenant_id) as account, credits_nano::text as credits,
  spent_nano::text as spent from wallets`;

const prefix = 'onegate';

/** Whether Redis is at rest and has the figures of the ledger. What it does not know, it is told at the next call. */
export async function complaintsOfRedis(redis: Redis, query: Query): Promise<string[]> {
  const waiting = await redis.xlen(`${prefix}:{usage}:events`);
  if (waiting > 0) return [`${waiting} events wait in the stream`];
  const rows = await query<WalletRow>(wallets);
  const found = await Promise.all(rows.map((row) => complaintsOfAccount(redis, query, row)));
  return found.flat();
}

async function complaintsOfAccount(redis: Redis, query: Query, row: WalletRow): Promise<string[]> {
  const at = `${prefix}:{${row.account}}`;
  const [wallet, calls, pending] = await Promise.all([
    redis.hgetall(`${at}:wallet`),
    redis.hgetall(`${at}:calls`),
    redis.hgetall(`${at}:pending`),
  ]);
  const names = await redis.keys(`${at.replaceAll(/[{}]/g, String.raw`\$&`)}:*`);
  const scopes = names.filter((name) => name.includes(':scope:'));
  const keys = names.filter((name) => name.includes(':key:'));
  const { ready, credits, spent } = wallet;
  return [
    ...notNothing(`${row.account} has holds`, Object.entries(calls)),
    ...notNothing(`${row.account} has charges on their way`, Object.entries(pending)),
    ...differs(`${row.account} held`, wallet['held'], '0'),
    ...differs(`${row.account} pending`, wallet['pending'], '0'),
    ...(ready ? differs(`${row.account} credits`, credits, row.credits) : []),
    ...(ready ? differs(`${row.account} spent`, spent, row.spent) : []),
    ...(await Promise.all(scopes.map((name) => complaintsOfScope(redis, query, name)))).flat(),
    ...(await Promise.all(keys.map(async (name) => differs(name, await flightOf(redis, name), '0')))).flat(),
  ];
}

async function complaintsOfScope(redis: Redis, query: Query, key: string): Promise<string[]> {
  const { base, pend, held } = await redis.hgetall(key);
  const [, name = ''] = key.split(':scope:');
  const [kind, userId, keyId, start] = name.split('.');
  if (kind !== 'k') return [`${key} is not known here`];
  const [row] = await query<{ spent: string }>(
    `select coalesce(sum(charged_nano), 0)::text as spent from usage_events
     where key_id = $1 and user_id = $2 and settled_at >= to_timestamp($3 / 1000.0)`,
    [keyId, userId, start],
  );
  return [
    ...differs(`${key} pend`, pend, '0'),
    ...differs(`${key} held`, held, '0'),
    ...(base === undefined ? [] : differs(`${key} base`, base, row?.spent ?? '0')),
  ];
}

async function flightOf(redis: Redis, key: string): Promise<string | undefined> {
  return (await redis.hget(key, 'flight')) ?? undefined;
}

function notNothing(what: string, entries: readonly unknown[]): string[] {
  return entries.length > 0 ? [`${what}: ${JSON.stringify(entries).slice(0, 400)}`] : [];
}

function differs(what: string, found: string | undefined, expected: string): string[] {
  return (found ?? '0') === expected ? [] : [`${what} is ${found}, not ${expected}`];
}
