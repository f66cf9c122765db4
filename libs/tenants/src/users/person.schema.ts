import { pageQuery } from '@onegate/platform';
import { z } from 'zod';
import { tenantRoles } from '../access/roles.js';
import { lineOfText } from '../organizations/organization.schema.js';
import { searchText, tenantFilter } from '../organizations/tenant.schema.js';

export const personRoles = ['super-admin', ...tenantRoles] as const;
export type PersonRole = (typeof personRoles)[number];

/** Forms send numbers as text; blank is none. */
const tenantNumber = z.preprocess(
  (value) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value === '' ? null : value,
  z.int().positive().nullish(),
);

/** `super-admin` is a role of the platform; within the tenant a person has one role. */
const roles = z
  .array(z.enum(personRoles))
  .max(personRoles.length)
  .refine(
    (given) => new Set(given.filter((role) => role !== 'super-admin')).size <= 1,
    'A person has one role in a tenant.',
  );

const email = z.string().trim().toLowerCase().pipe(z.email().max(254));

export const newPerson = z.object({
  name: lineOfText(100),
  email,
  tenant_id: tenantNumber,
  roles: roles.optional(),
});

export const personChange = z.object({
  name: lineOfText(100).optional(),
  email: email.optional(),
  tenant_id: tenantNumber,
  roles: roles.optional(),
});

export type NewPerson = z.output<typeof newPerson>;
export type PersonChange = z.output<typeof personChange>;

/** Which people are meant: `tenant_id=all|N`, and what is searched for in name and e-mail, taken literally. */
export const peopleFilter = z.object({ tenant_id: tenantFilter, search: searchText });

const sortableFields = ['id', 'name', 'email', 'status', 'created_at', 'updated_at'] as const;

export const peopleQuery = pageQuery.extend({
  ...peopleFilter.shape,
  sort: z.enum(sortableFields).default('id'),
  direction: z.enum(['asc', 'desc']).default('asc'),
});

export type PeopleFilter = z.output<typeof peopleFilter>;
export type PeopleQuery = z.output<typeof peopleQuery>;
