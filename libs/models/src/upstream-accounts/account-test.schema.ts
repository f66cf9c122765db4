import { z } from 'zod';

/** Everything that can be wrong with an account, and that nothing is. */
export const testCodes = [
  'ok',
  'credentials_missing',
  'credentials_unreadable',
  'dns',
  'address_refused',
  'connection_refused',
  'connection_broken',
  'tls',
  'connect_timeout',
  'timed_out',
  'redirected',
  'unauthorized',
  'forbidden',
  'not_found',
  'model_unknown',
  'out_of_credit',
  'rate_limited',
  'rejected',
  'provider_failed',
  'unexpected_answer',
  'unreachable',
] as const;
export type TestCode = (typeof testCodes)[number];

/** What a small real call to the provider showed. */
export const testResult = z
  .object({
    ok: z.boolean(),
    code: z.enum(testCodes),
    message: z.string(),
    /** The status that the provider answered with; none when it did not answer. */
    status: z.int().nullable(),
    latency_ms: z.int(),
    /** What was called, without its query. */
    called: z.string(),
    tested_at: z.iso.datetime(),
    /** How many models the provider lists, where it was asked for them. */
    models_listed: z.int().nullable(),
    /** Names under which the account is to call models, and which the provider does not list. */
    models_missing: z.array(z.string()),
    /** Whether the server has the Responses API, where that is for a setting to say. */
    speaks_responses: z.boolean().nullable().default(null),
  })
  .meta({ id: 'UpstreamTest' });

export type TestResult = z.output<typeof testResult>;
