import { Problem } from '../stack/problem.ts';

/** What a person may set for `npm start`; nothing of it has to be set. */
export interface Settings {
  port: number;
  host: string;
  databaseUrl?: string;
  redisUrl?: string;
  smtpUrl?: string;
  adminEmail?: string;
  adminPassword?: string;
  apiKey?: string;
  secretKeys?: string;
  workerPort?: number;
  simulatorPort?: number;
}

type Environment = Record<string, string | undefined>;

/** Reads all of it and reports every mistake at once. A variable set to nothing counts as not set. */
export function readSettings(environment: Environment): Settings {
  const reader = new Reader(environment);
  const settings = {
    port: reader.port('PORT') ?? 3000,
    host: reader.text('ONEGATE_HOST') ?? '127.0.0.1',
    databaseUrl: reader.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    redisUrl: reader.url('REDIS_URL', ['redis:', 'rediss:']),
    smtpUrl: reader.url('SMTP_URL', ['smtp:', 'smtps:']),
    adminEmail: reader.matching('ONEGATE_ADMIN_EMAIL', /^[^\s@]+@[^\s@]+$/, 'an e-mail address'),
    adminPassword: reader.text('ONEGATE_ADMIN_PASSWORD'),
    apiKey: reader.matching(
      'ONEGATE_API_KEY',
      /^[\x21-\x7e]{16,}$/,
      'at least 16 visible characters without spaces',
    ),
    secretKeys: reader.text('ONEGATE_SECRET_KEYS'),
    workerPort: reader.port('ONEGATE_WORKER_PORT'),
    simulatorPort: reader.port('ONEGATE_SIMULATOR_PORT'),
  };
  if (reader.mistakes.length > 0) throw new Problem(reader.mistakes.join('\n'));
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as Settings;
}

/** Messages name the variable and what it should be, never its value: that may be a secret. */
class Reader {
  readonly mistakes: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  text(name: string): string | undefined {
    return this.#environment[name] || undefined;
  }

  matching(name: string, pattern: RegExp, wanted: string): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !pattern.test(value)) this.mistakes.push(`${name} must be ${wanted}.`);
    return value;
  }

  port(name: string): number | undefined {
    const value = this.matching(name, /^\d{1,5}$/, 'a port number between 1 and 65535');
    if (value === undefined) return undefined;
    const port = Number(value);
    if (port < 1 || port > 65_535) this.mistakes.push(`${name} must be a port number between 1 and 65535.`);
    return port;
  }

  url(name: string, protocols: string[]): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !(URL.canParse(value) && protocols.includes(new URL(value).protocol))) {
      this.mistakes.push(
        `${name} must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
      );
    }
    return value;
  }
}
