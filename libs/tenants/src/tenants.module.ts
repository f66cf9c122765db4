import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Membership } from './memberships/membership.entity.js';
import { Tenant } from './organizations/tenant.entity.js';
import { ActorsService } from './users/actors.service.js';
import { User } from './users/user.entity.js';
import { UsersService } from './users/users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Membership, Tenant, User])],
  providers: [ActorsService, UsersService],
  exports: [ActorsService, UsersService],
})
export class TenantsModule {}
