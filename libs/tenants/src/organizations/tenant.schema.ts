import { pageQuery } from '@onegate/platform';
import { z } from 'zod';
import { organizationChange } from './organization.schema.js';

/** By its name only: what `+05:45` means, Postgres and the rest of the world do not agree on. */
export const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/)
  .refine(isTimeZone, 'must be the name of a time zone, such as Europe/Athens');

export const tenantInput = organizationChange
  .extend({ time_zone: timeZone.optional() })
  .meta({ id: 'TenantInput', example: { name: 'Acme' } });

/** `tenant_id=all|N` in a query; nothing for all. */
export const tenantFilter = z
  .string()
  .regex(/^(all|\d{1,15})?$/)
  .default('all')
  .transform((text) => (text === 'all' || text === '' ? undefined : Number(text)));

/** What is searched for, as it stands; control characters are never part of it. */
export const searchText = z
  .string()
  .max(200)
  .default('')
  .transform((text) => text.replaceAll(/\p{Cc}/gu, '').trim());

export const tenantsQuery = pageQuery.extend({
  search: searchText,
  sort: z.enum(['id', 'name', 'created_at', 'updated_at']).default('id'),
  direction: z.enum(['asc', 'desc']).default('asc'),
});

export type TenantInput = z.output<typeof tenantInput>;
export type TenantsQuery = z.output<typeof tenantsQuery>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
