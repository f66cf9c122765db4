import { usd } from '@onegate/platform';
import { z } from 'zod';
import { isAddressRange } from './address-ranges.js';
import { quotaPeriods } from './quota-period.js';

const most = 1_000_000_000;
const name = z.string().trim().min(1).max(100);
const expiresAt = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((date) => date.getTime() > Date.now(), { error: 'The expiry must lie in the future.' });
/** Dollars as decimal text (`"12.50"`) or a number; finer than a nano-dollar is refused. */
const dollars = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(
    z
      .string()
      .regex(/^\d{1,9}(\.\d{1,9})?$/, 'The amount must be dollars with at most nine decimals.')
      .transform((text) => usd(text)),
  );
const perMinute = z.int().min(1).max(most);
const concurrent = z.int().min(1).max(100_000);
const models = z.array(z.string().trim().min(1).max(200)).min(1).max(500);
const ranges = z
  .array(
    z.string().trim().refine(isAddressRange, {
      error: 'An allowed address must be an IP address or a range like 10.0.0.0/8.',
    }),
  )
  .min(1)
  .max(100);

/** A new key. What is left out, or null, is not limited. */
export const newKeyInput = z
  .object({
    name,
    organizationId: z.string().nullish(),
    expiresAt: expiresAt.nullish(),
    quotaUsd: dollars.nullish(),
    quotaPeriod: z.enum(quotaPeriods).nullish(),
    requestsPerMinute: perMinute.nullish(),
    tokensPerMinute: perMinute.nullish(),
    concurrentRequests: concurrent.nullish(),
    allowedModels: models.nullish(),
    allowedIps: ranges.nullish(),
  })
  .meta({
    id: 'NewApiKey',
    example: { name: 'Build server', quotaUsd: '25.00', quotaPeriod: 'monthly', requestsPerMinute: 600 },
  });
export type NewKeyInput = z.output<typeof newKeyInput>;

/** A change: what is left out stays, null lifts the limit. */
export const keyChangeInput = z
  .object({
    name: name.nullish(),
    expiresAt: expiresAt.nullish(),
    quotaUsd: dollars.nullish(),
    quotaPeriod: z.enum(quotaPeriods).nullish(),
    requestsPerMinute: perMinute.nullish(),
    tokensPerMinute: perMinute.nullish(),
    concurrentRequests: concurrent.nullish(),
    allowedModels: models.nullish(),
    allowedIps: ranges.nullish(),
  })
  .meta({ id: 'ApiKeyChange', example: { name: 'Build server (old)', requestsPerMinute: 60 } });
export type KeyChangeInput = z.output<typeof keyChangeInput>;

const day = 24 * 3_600;

/** How long the old value still works. */
export const rotationInput = z
  .object({
    graceSeconds: z
      .int()
      .min(0)
      .max(30 * day)
      .nullish()
      .transform((seconds) => seconds ?? day),
  })
  .meta({ id: 'ApiKeyRotation', example: { graceSeconds: 3600 } });
export type RotationInput = z.output<typeof rotationInput>;

/** The limits as they are stored. */
export interface KeyLimits {
  readonly expiresAt: Date | null;
  readonly quotaNanoUsd: bigint | null;
  readonly quotaPeriod: (typeof quotaPeriods)[number];
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly concurrentRequests: number | null;
  readonly allowedModels: string[] | null;
  readonly allowedIps: string[] | null;
}

/** Of a new key all of them, of a change those that it names. */
export function limitsOfInput(input: NewKeyInput | KeyChangeInput): Partial<KeyLimits> {
  const { quotaUsd, quotaPeriod, ...rest } = input;
  const named = {
    expiresAt: rest.expiresAt,
    quotaNanoUsd: quotaUsd,
    quotaPeriod: quotaPeriod ?? undefined,
    requestsPerMinute: rest.requestsPerMinute,
    tokensPerMinute: rest.tokensPerMinute,
    concurrentRequests: rest.concurrentRequests,
    allowedModels: rest.allowedModels,
    allowedIps: rest.allowedIps,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
