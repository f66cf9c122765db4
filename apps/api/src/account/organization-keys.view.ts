import { z } from 'zod';

export const organizationKeysView = z
  .object({
    providerApiKeys: z
      .string()
      .meta({ description: 'A JSON text: keys for providers that the organization shares, by provider' }),
  })
  .meta({ id: 'OrganizationKeys' });

/** Editors read the provider keys out of a JSON text. */
export function toProviderApiKeys(keys: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(keys));
}
