import type { OrganizationKey } from '@onegate/auth';
import { z } from 'zod';

const organizationKey = z
  .object({
    id: z.string(),
    name: z.string(),
    userId: z.string(),
    redactedValue: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OrganizationKey' });

export const organizationKeysView = z
  .object({
    providerApiKeys: z
      .string()
      .meta({ description: 'A JSON text: the keys that the organization shares, by provider' }),
    items: z
      .array(organizationKey)
      .meta({ description: 'The keys for this server that draw on the organization' }),
    nextToken: z.string().optional(),
  })
  .meta({ id: 'OrganizationKeys' });

export function toOrganizationKeyView(key: OrganizationKey): z.input<typeof organizationKey> {
  const { id, name, userId, redactedValue, createdAt, lastUsedAt, expiresAt } = key;
  return { id, name, userId, redactedValue, createdAt, lastUsedAt, expiresAt };
}

/** Editors read the provider keys out of a JSON text. */
export function toProviderApiKeys(keys: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(keys));
}
