export * from './access/actor.js';
export * from './access/roles.js';
export * from './memberships/membership.entity.js';
export * from './organizations/tenant.entity.js';
export * from './tenants.module.js';
export * from './users/actors.service.js';
export * from './users/user.entity.js';
export * from './users/users.service.js';
