import { z } from 'zod';
import { keyView } from './api-key.view.js';

const organizationKey = keyView
  .extend({ userId: z.string().meta({ description: 'Whose it is' }) })
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

/** Editors read the provider keys out of a JSON text. */
export function toProviderApiKeys(keys: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(keys));
}
