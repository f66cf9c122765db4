import type { AccountTag } from '@onegate/billing';
import { priceKindNames, providerKindNames } from '@onegate/models';
import { isId } from '@onegate/platform';
import { z } from 'zod';
import type { UsageEvent } from './usage-event.js';

/** Postgres cannot store NUL, nor half a surrogate pair; names come from clients, who may send anything. */
const text = (length: number) =>
  z
    .string()
    .transform((given) => given.replaceAll('\u0000', '').toWellFormed().slice(0, length).toWellFormed());
const rowId = z.int().positive();
const count = z
  .int()
  .nonnegative()
  .max(2 ** 40);
const millis = z
  .int()
  .nonnegative()
  .max(2 ** 31 - 1);
const nanos = z.string().regex(/^\d{1,18}$/);

const account = z.templateLiteral([z.enum(['u', 'o']), rowId]) as z.ZodType<AccountTag>;
const usage = z.partialRecord(z.enum(priceKindNames), count);
const operations = [
  'chat',
  'responses',
  'messages',
  'native',
  'completions',
  'embeddings',
  'images',
  'audio',
  'moderations',
  'rerank',
] as const;

/** An event as it comes out of the stream: nothing of it is believed before it has passed here. */
export const usageEvent = z.object({
  id: z.string().refine((id) => isId('evt', id), 'is not the id of an event'),
  requestId: text(200),
  generationId: text(200).nullable(),
  startedAt: z.int().nonnegative(),
  settledAt: z.int().nonnegative(),
  account,
  userId: rowId,
  keyId: rowId.nullable(),
  serviceUser: text(256)
    .nullable()
    .transform((name) => name || null),
  operation: z.enum(operations),
  requestedModel: text(300),
  modelId: rowId,
  modelSlug: text(300),
  upstreamAccountId: rowId.nullable(),
  providerKind: z.enum(providerKindNames).nullable(),
  upstreamName: text(300).nullable(),
  isSimulated: z.boolean(),
  isOwnUpstream: z.boolean(),
  usage,
  countSource: z.enum(['upstream', 'counted', 'estimated']),
  priceVersionId: rowId.nullable(),
  markupBps: z
    .int()
    .nonnegative()
    .max(2 ** 31 - 1),
  costNano: nanos,
  chargedNano: nanos,
  reportedCostNano: nanos.nullable(),
  holdNano: nanos,
  overdraftNano: nanos,
  status: z.enum(['completed', 'failed', 'cancelled', 'interrupted', 'cut_off']),
  httpStatus: z.int().min(0).max(999),
  finishReason: text(100).nullable(),
  isStream: z.boolean(),
  disconnect: z.enum(['none', 'cancelled', 'drained']),
  latencyMs: millis,
  firstTokenMs: millis.nullable(),
  attempts: z.int().nonnegative().max(10_000),
  isCached: z.boolean(),
}) satisfies z.ZodType<UsageEvent>;
