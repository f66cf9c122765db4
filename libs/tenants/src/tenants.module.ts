import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEntry } from './audit/audit-entry.entity.js';
import { AuditLog } from './audit/audit-log.service.js';
import { AuditReading } from './audit/audit-reading.service.js';
import { Membership } from './memberships/membership.entity.js';
import { HomeTenants } from './organizations/home-tenants.service.js';
import { Tenant } from './organizations/tenant.entity.js';
import { accountEntities, accountInternals, accountServices } from './tenants.account.js';
import { adminInternals, adminServices } from './tenants.admin.js';
import { directoryEntities, directoryInternals, directoryServices } from './tenants.directories.js';
import { ActorsService } from './users/actors.service.js';
import { User } from './users/user.entity.js';
import { UsersService } from './users/users.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      AuditEntry,
      Membership,
      Tenant,
      User,
      ...accountEntities,
      ...directoryEntities,
    ]),
  ],
  providers: [
    ActorsService,
    AuditLog,
    AuditReading,
    HomeTenants,
    UsersService,
    ...accountServices,
    ...accountInternals,
    ...adminServices,
    ...adminInternals,
    ...directoryServices,
    ...directoryInternals,
  ],
  exports: [
    ActorsService,
    AuditLog,
    AuditReading,
    HomeTenants,
    UsersService,
    ...accountServices,
    ...adminServices,
    ...directoryServices,
  ],
})
export class TenantsModule {}
