import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

type Settings = typeof settings;
type ValueOf<S> = S extends Setting<infer Schema> ? z.output<Schema> : never;

/** The configuration as the code sees it: typed, frozen, read once. */
export type Configuration = {
  readonly [Section in keyof Settings]: {
    readonly [Name in keyof Settings[Section]]: ValueOf<Settings[Section][Name]>;
  };
};

/** Token under which the configuration is injected. */
export const CONFIGURATION = Symbol('Configuration');

/** Wrong values, all of them at once, one line each. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `Onegate cannot start, the configuration is wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
  }
}

export function readConfiguration(env: Environment): Configuration {
  const problems: string[] = [];
  const sections = Object.entries(settings).map(([section, table]) => {
    const values = Object.entries(table).map(([name, one]) => [name, readSetting(one, env, problems)]);
    return [section, Object.freeze(Object.fromEntries(values))];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze(Object.fromEntries(sections)) as Configuration;
}

function readSetting(one: Setting, env: Environment, problems: string[]): unknown {
  const given = givenText(one, env, problems);
  const result = one.schema.safeParse(given);
  if (result.success) return result.data;
  if (given === undefined && hasFile(one, env)) return undefined;
  const complaint =
    given === undefined ? 'is required' : result.error.issues.map(({ message }) => message).join(', ');
  const shown = given === undefined || one.secret ? '' : ` (it is "${given}")`;
  problems.push(`${one.env} ${complaint}${shown}. ${one.about}`);
  return undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

function hasFile(one: Setting, env: Environment): boolean {
  return one.secret && Boolean(env[`${one.env}_FILE`]);
}

/** A secret can also be in a file that `<NAME>_FILE` names, as container platforms mount it. */
function givenText(one: Setting, env: Environment, problems: string[]): string | undefined {
  const text = env[one.env]?.trim();
  if (text || !hasFile(one, env)) return text || undefined;
  const file = env[`${one.env}_FILE`] ?? '';
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    problems.push(`${one.env}_FILE names a file that cannot be read: ${file}`);
    return undefined;
  }
}
