import { z } from 'zod';
import { fieldPath } from './field-path.js';

/** Headers that the call itself sets, or that would change where it goes. */
const reservedHeaders =
  /^(host|connection|content-.*|transfer-encoding|upgrade|te|trailer|expect|proxy-.*|cookie)$/i;

const token = z
  .string()
  .min(1)
  .max(8_192)
  .regex(/^[\x21-\x7e]+$/);

const credentials = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bearer'), token }),
  z.object({
    type: z.literal('header'),
    name: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9-]+$/)
      .refine((name) => !reservedHeaders.test(name), 'This header cannot be set.'),
    value: token,
  }),
]);

export type DirectoryCredentials = z.output<typeof credentials>;

const parameter = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w.[\]-]+$/);

const paging = z.discriminatedUnion('by', [
  z.object({ by: z.literal('none') }),
  z.object({
    by: z.literal('number'),
    parameter: parameter.default('page'),
    first: z.int().min(0).max(1).default(1),
  }),
  z.object({ by: z.literal('cursor'), parameter: parameter.default('cursor'), next: fieldPath }),
  z.object({ by: z.literal('link'), next: fieldPath }),
]);

export type JsonPaging = z.output<typeof paging>;

const jsonMapping = z.object({
  items: fieldPath.default(''),
  id: fieldPath,
  email: fieldPath,
  name: fieldPath.optional(),
  active: fieldPath.optional(),
  total: fieldPath.optional(),
  page_size: z.object({ parameter, value: z.int().min(1).max(1_000) }).optional(),
  paging: paging.default({ by: 'none' }),
});

export type JsonMapping = z.output<typeof jsonMapping>;

/** A week is the longest that leavers should keep their keys; more often than every five minutes helps nobody. */
const syncEveryMinutes = z.int().min(5).max(10_080);

export const directoryInput = z
  .object({
    kind: z.enum(['scim', 'json']),
    base_url: z.url({ protocol: /^https?$/ }).max(2_048),
    credentials: credentials.nullish(),
    mapping: jsonMapping.nullish(),
    sync_every_minutes: syncEveryMinutes.nullish(),
    max_departure_percent: z.int().min(0).max(100).default(20),
    enabled: z.boolean().default(true),
  })
  .refine(({ kind, mapping }) => kind === 'scim' || Boolean(mapping), {
    path: ['mapping'],
    error: 'A JSON directory needs to say where it keeps what.',
  })
  .meta({
    id: 'DirectoryInput',
    example: {
      kind: 'scim',
      base_url: 'https://directory.example.com/scim/v2',
      credentials: { type: 'bearer', token: 'a-token-of-the-directory' },
      sync_every_minutes: 60,
      max_departure_percent: 20,
      enabled: true,
    },
  });

export type DirectoryInput = z.output<typeof directoryInput>;
