import { TenantPurge } from './organizations/tenant-purge.service.js';
import { TenantsService } from './organizations/tenants.service.js';
import { PeopleService } from './users/people.service.js';
import { PersonAccess } from './users/person-access.js';
import { PersonChangeService } from './users/person-change.service.js';
import { PersonCreationService } from './users/person-creation.service.js';
import { PersonIdentity } from './users/person-identity.js';
import { PersonRemovalService } from './users/person-removal.service.js';
import { PersonStanding } from './users/person-standing.js';
import { PersonTenants } from './users/person-tenants.js';
import { PersonTrail } from './users/person-trail.js';

/** What administrators do with people and tenants: those that the apps call. */
export const adminServices = [
  PeopleService,
  PersonAccess,
  PersonChangeService,
  PersonCreationService,
  PersonRemovalService,
  TenantPurge,
  TenantsService,
];

export const adminInternals = [PersonIdentity, PersonStanding, PersonTenants, PersonTrail];
