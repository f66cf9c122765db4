import path from 'node:path';
import { Client } from 'pg';

/** What processes of the product compiled is there for the next one, as it is with `npm start`. */
const compiled = path.join(import.meta.dirname, '../../node_modules/.cache/onegate-compiled');

/** The servers that `npm test` started for this run. */
function given(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL' | 'TEST_TEMPLATE'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm test`);
  return value;
}

export function databaseUrl(name: string): string {
  const url = new URL(given('TEST_DATABASE_URL'));
  url.pathname = `/${name}`;
  return url.toString();
}

/** The environment of a process under test; what matters to a test is given. */
export function testEnvironment(overrides: Record<string, string>): Record<string, string> {
  return {
    ONEGATE_MODE: 'test',
    ONEGATE_LOG_LEVEL: 'silent',
    ONEGATE_SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ONEGATE_DATABASE_POOL: '5',
    // Many suites share a machine with two cores: what is slow there is not away.
    ONEGATE_ADMISSION_PATIENCE_MS: '10000',
    ONEGATE_ALLOW_PRIVATE_UPSTREAMS: 'true',
    ONEGATE_OPENROUTER_URL: 'http://127.0.0.1:9/api/v1',
    REDIS_URL: given('TEST_REDIS_URL'),
    NODE_COMPILE_CACHE: compiled,
    ...overrides,
  };
}

export async function adminQuery(sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A fresh copy of the migrated template. */
export async function cloneDatabase(name: string): Promise<string> {
  await adminQuery(`create database ${name} template ${given('TEST_TEMPLATE')} strategy file_copy`);
  return databaseUrl(name);
}

export function dropDatabase(name: string): Promise<void> {
  return adminQuery(`drop database if exists ${name} with (force)`);
}
