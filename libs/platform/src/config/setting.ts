import { z } from 'zod';

/** One environment variable: its name, how it is read, and the sentence that documents it. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly env: string;
  readonly schema: Schema;
  readonly about: string;
  /** A secret is never printed, not even in a complaint about it. */
  readonly secret: boolean;
}

export function setting<Schema extends z.ZodType>(
  env: string,
  schema: Schema,
  about: string,
): Setting<Schema> {
  return { env, schema, about, secret: false };
}

export function secretSetting<Schema extends z.ZodType>(
  env: string,
  schema: Schema,
  about: string,
): Setting<Schema> {
  return { env, schema, about, secret: true };
}

const truths = new Set(['true', '1', 'yes', 'on']);
const untruths = new Set(['false', '0', 'no', 'off']);

/** The ways in which a text from the environment is read. */
export const read = {
  text: z.string().min(1),
  port: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535),
  count: z.coerce.number({ error: 'must be a whole number' }).int().min(0),
  seconds: z.coerce.number({ error: 'must be a number of seconds' }).min(0),
  flag: z.string().transform((text, context) => {
    if (truths.has(text.toLowerCase())) return true;
    if (untruths.has(text.toLowerCase())) return false;
    context.addIssue('must be true or false');
    return z.NEVER;
  }),
  list: z.string().transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
  url: (...protocols: string[]) =>
    z.string().refine((text) => protocols.includes(protocolOf(text)), {
      error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    }),
};

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}
