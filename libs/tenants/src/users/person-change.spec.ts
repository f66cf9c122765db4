import { describe, expect, it } from '@jest/globals';
import type { Person } from './person.js';
import { changedFields } from './person-change.js';

const person: Person = {
  id: 1,
  publicId: 'usr_1',
  name: 'Ada',
  email: 'ada@example.com',
  status: 'active',
  isSuperAdmin: false,
  externalId: null,
  tenant: { id: 7, name: 'Acme' },
  role: 'admin',
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

describe('changedFields', () => {
  it('is empty for a form that sends everything as it is', () => {
    expect(changedFields(person, {})).toEqual([]);
    expect(
      changedFields(person, { name: 'Ada', email: 'ada@example.com', tenant_id: 7, roles: ['admin'] }),
    ).toEqual([]);
  });

  it('names what differs', () => {
    expect(changedFields(person, { name: 'B', email: 'b@example.com', tenant_id: null, roles: [] })).toEqual([
      'name',
      'email',
      'tenant_id',
      'roles',
    ]);
    expect(changedFields(person, { setPassword: () => Promise.resolve() })).toEqual(['password']);
    expect(changedFields(person, { roles: ['super-admin', 'admin'] })).toEqual(['roles']);
  });

  it('does not miss a role where there is no tenant to have it in', () => {
    const free = { ...person, tenant: null, role: null };
    expect(changedFields(free, { roles: [] })).toEqual([]);
    expect(changedFields(free, { roles: ['member'] })).toEqual(['roles']);
  });
});
