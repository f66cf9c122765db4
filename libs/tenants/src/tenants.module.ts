import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEntry } from './audit/audit-entry.entity.js';
import { AuditLog } from './audit/audit-log.service.js';
import { Membership } from './memberships/membership.entity.js';
import { Tenant } from './organizations/tenant.entity.js';
import { ActorsService } from './users/actors.service.js';
import { User } from './users/user.entity.js';
import { UsersService } from './users/users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AuditEntry, Membership, Tenant, User])],
  providers: [ActorsService, AuditLog, UsersService],
  exports: [ActorsService, AuditLog, UsersService],
})
export class TenantsModule {}
