import { DirectoriesController } from './directories.controller.js';
import { MyStatisticsController } from './my-statistics.controller.js';
import { PeopleController } from './people.controller.js';
import { TenantStatisticsController } from './tenant-statistics.controller.js';
import { TenantsController } from './tenants.controller.js';
import { UserSyncController } from './user-sync.controller.js';
import { UserChangeController } from './user-change.controller.js';
import { UserStatisticsController } from './user-statistics.controller.js';
import { UsersController } from './users.controller.js';

/** People, tenants and their directories on the admin surface; fixed paths before those with an id. */
export const peopleControllers = [
  MyStatisticsController,
  PeopleController,
  UserStatisticsController,
  UserSyncController,
  UsersController,
  UserChangeController,
  TenantStatisticsController,
  TenantsController,
  DirectoriesController,
];
