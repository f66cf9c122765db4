import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeDurably } from '../stack/durable-file.ts';
import { Problem } from '../stack/problem.ts';

/** Everything secret that Onegate makes up once and must find again at the next start. */
export interface Secrets {
  adminEmail: string;
  adminPassword: string;
  apiKey: string;
  secretKeys: string;
  postgresPassword: string;
  redisPassword: string;
}

/**
 * The secrets on file, with those from the environment in their place and missing ones made up. What the
 * environment gives is kept as well: it is what the next start without it has to show.
 */
export function loadSecrets(file: string, given: Partial<Secrets>): { secrets: Secrets; found: boolean } {
  const before = readSecrets(file);
  const secrets = { ...generate(), ...before, ...chosen(given) };
  if (JSON.stringify(secrets) !== JSON.stringify(before))
    writeDurably(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return { secrets, found: before.postgresPassword !== undefined };
}

/** A damaged file is never replaced: with its keys, what they encrypt would be lost. */
function readSecrets(file: string): Partial<Secrets> {
  if (!existsSync(file)) return {};
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content === 'object' && content !== null) return content;
  } catch (error) {
    if ((error as { code?: string }).code === 'EACCES') {
      throw new Problem(
        `${file} belongs to another user. Start Onegate as that user, or set ONEGATE_DATA_DIR.`,
      );
    }
  }
  throw new Problem(
    `${file} is damaged. Put it back from a copy, or use another ONEGATE_DATA_DIR to begin anew.`,
  );
}

function generate(): Secrets {
  return {
    adminEmail: 'admin@onegate.local',
    adminPassword: base62(20),
    apiKey: `sk-onegate-${base62(40)}`,
    secretKeys: `k1:${randomBytes(32).toString('base64')}`,
    postgresPassword: base62(32),
    redisPassword: base62(32),
  };
}

function base62(length: number): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** Only these can be chosen; whatever else stands beside them in the settings is no secret. */
function chosen({ adminEmail, adminPassword, apiKey, secretKeys }: Partial<Secrets>): Partial<Secrets> {
  const given = Object.entries({ adminEmail, adminPassword, apiKey, secretKeys });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
