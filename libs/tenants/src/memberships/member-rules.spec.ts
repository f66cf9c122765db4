import { describe, expect, it } from '@jest/globals';
import { mayInTenant, type Actor } from '../access/actor.js';
import { tenantRoles, type TenantRole } from '../access/roles.js';
import { grantableRoles, permissionToManage } from './member-rules.js';

const tenantId = 1;

function somebody(role: TenantRole | null, isSuperAdmin = false): Actor {
  return {
    userId: 1,
    userPublicId: 'usr_1',
    email: 'a@example.com',
    isSuperAdmin,
    homeTenantId: null,
    activeTenantId: null,
    roles: new Map(role ? [[tenantId, role]] : []),
  };
}

const managed = (actor: Actor) =>
  tenantRoles.filter((role) => mayInTenant(actor, permissionToManage[role], tenantId));

describe('who may do what to whom', () => {
  it.each([
    ['owner', ['owner', 'admin', 'member'], ['owner', 'admin', 'member']],
    ['admin', ['admin', 'member'], ['member']],
    ['member', [], []],
  ] as const)('an %s gives %j and manages %j', (role, gives, manages) => {
    const actor = somebody(role);
    expect(grantableRoles(actor, tenantId)).toEqual(gives);
    expect(managed(actor)).toEqual(manages);
  });

  it('nobody has a say elsewhere, but for the super-admin', () => {
    expect(grantableRoles(somebody('owner'), 2)).toEqual([]);
    expect(grantableRoles(somebody(null, true), 2)).toEqual([...tenantRoles]);
  });
});
