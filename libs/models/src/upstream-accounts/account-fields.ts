import { usd } from '@onegate/platform';
import { z } from 'zod';
import { providerKindNames } from './provider-kinds.js';

const most = 1_000_000_000;
const mostTexts = 30;

/** Null is what is left out. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

function texts(maxLength: number) {
  return z
    .record(z.string().max(100), z.string().max(maxLength))
    .refine((record) => Object.keys(record).length <= mostTexts, `There can be ${mostTexts} at most.`);
}

/** Dollars as decimal text or a number; finer than a nano-dollar is refused. */
const dollars = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(
    z
      .string()
      .regex(/^\d{1,9}(\.\d{1,9})?$/, 'The amount must be dollars with at most nine decimals.')
      .transform((text) => usd(text)),
  );

const modelName = z.union([z.string().trim().min(1).max(200), z.int().positive()]);
const upstreamName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[!-~]+$/, 'A name has no blanks.');
const costBps = z.int().min(0).max(100_000);
const millis = z.int().min(1).max(86_400_000).nullish();
const limit = z.int().min(1).max(most).nullish();

/** What can be said of an account, whatever the surface calls it. */
export const accountFields = {
  name: z.string().trim().min(1).max(100),
  kind: z.enum(providerKindNames),
  baseUrl: z.string().trim().min(1).max(500),
  settings: texts(200),
  headers: texts(4_096),
  credentials: texts(16_384),
  serves: z.enum(['listed', 'matching']),
  modelName,
  upstreamName,
  costBps,
  priority: z.int().min(0).max(1_000),
  weight: z.int().min(0).max(10_000),
  limit,
  budget: dollars.nullish(),
  millis,
  flag: z.boolean(),
};

export const mostModels = 500;
