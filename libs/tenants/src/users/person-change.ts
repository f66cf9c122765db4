import type { Person } from './person.js';
import type { PersonChange } from './person.schema.js';
import { wantedRoles } from './person-roles.js';

export interface PersonToChange extends PersonChange {
  /** Puts a new password in place and ends what the old one opened. Called within the transaction. */
  readonly setPassword?: (userId: number) => Promise<void>;
}

export type PersonField = 'name' | 'email' | 'password' | 'tenant_id' | 'roles';

/** What of a change makes a difference; forms send every field, changed or not. */
export function changedFields(person: Person, change: PersonToChange): PersonField[] {
  const differs: Record<PersonField, boolean> = {
    name: change.name !== undefined && change.name !== person.name,
    email: change.email !== undefined && change.email !== person.email,
    password: change.setPassword !== undefined,
    tenant_id: change.tenant_id !== undefined && change.tenant_id !== (person.tenant?.id ?? null),
    roles: change.roles !== undefined && rolesDiffer(person, change.roles),
  };
  return (Object.keys(differs) as PersonField[]).filter((field) => differs[field]);
}

function rolesDiffer(person: Person, roles: NonNullable<PersonChange['roles']>): boolean {
  const wanted = wantedRoles(roles);
  const namesTenantRole = roles.some((role) => role !== 'super-admin');
  const isAnother = person.role === null ? namesTenantRole : wanted.tenantRole !== person.role;
  return isAnother || wanted.isSuperAdmin !== person.isSuperAdmin;
}
