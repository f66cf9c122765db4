/** Servers that a person runs: looked for, never touched. */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Problem } from './problem.ts';

const patienceMs = 5000;

export async function reachPostgres(url: string): Promise<void> {
  await reach('PostgreSQL', 'DATABASE_URL', url, async () => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMs });
    client.on('error', () => {});
    await client.connect().finally(() => void client.end().catch(() => {}));
  });
}

export async function reachRedis(url: string): Promise<void> {
  await reach('Redis', 'REDIS_URL', url, async () => {
    const settings = { lazyConnect: true, connectTimeout: patienceMs, maxRetriesPerRequest: 0 };
    const client = new Redis(url, { ...settings, retryStrategy: () => null });
    let cause: Error | undefined;
    client.on('error', (error: Error) => (cause ??= error));
    try {
      await client.connect();
      await client.ping();
    } catch (error) {
      throw cause ?? error;
    } finally {
      client.disconnect();
    }
  });
}

/** A server that starts at the same time as Onegate gets a few seconds. */
async function reach(
  title: string,
  variable: string,
  url: string,
  attempt: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const waits = isAbsent(error) && Date.now() < deadline;
      if (!waits)
        throw new Problem(
          `${title} at ${placeOf(url)} cannot be used: ${reasonOf(error)}. Check ${variable}.`,
        );
    }
    await pause(250);
  }
}

/** Host, port and database; the user and the password stay out of sight. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'localhost'}${port ? `:${port}` : ''}${pathname === '/' ? '' : pathname}`;
}

function isAbsent(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', '57P03'].includes(codeOf(error));
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there (connection refused)',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be resolved',
  ETIMEDOUT: 'it does not answer in time',
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user',
  '3D000': 'it has no such database',
};

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/WRONGPASS|NOAUTH/.test(message)) return 'it refuses the password';
  return reasons[codeOf(error)] ?? (message || codeOf(error) || 'it does not answer');
}

function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: string; errors?: { code?: string }[] };
  return code ?? errors?.[0]?.code ?? '';
}
