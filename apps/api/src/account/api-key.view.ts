import { quotaPeriods } from '@onegate/auth';
import { z } from 'zod';

const details = {
  id: z.string(),
  name: z.string(),
  redactedValue: z.string().meta({ example: 'sk-onegate-...x7Qp' }),
  organizationId: z
    .string()
    .nullable()
    .meta({ description: 'Whose account it draws on; null is the own one' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  previousValueUntil: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Until when the value before the last rotation works' }),
  quotaUsd: z.string().nullable().meta({ example: '25.000000000' }),
  quotaPeriod: z.enum(quotaPeriods),
  requestsPerMinute: z.int().nullable(),
  tokensPerMinute: z.int().nullable(),
  concurrentRequests: z.int().nullable(),
  allowedModels: z.array(z.string()).nullable(),
  allowedIps: z.array(z.string()).nullable(),
};

export const keyView = z.object(details).meta({ id: 'ApiKey' });
export const keyListView = z.object({ items: z.array(keyView) }).meta({ id: 'ApiKeyList' });
export const shownKeyView = z
  .object({ ...details, key: z.string().meta({ description: 'The key itself. It is not shown again.' }) })
  .meta({ id: 'NewApiKeyShown' });
