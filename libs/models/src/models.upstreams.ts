import { AccountCapacities } from './capacity/account-capacity.service.js';
import { AccountInquiry } from './capacity/account-inquiry.service.js';
import { CapacityNotes } from './capacity/capacity-notes.js';
import { CapacityProbe } from './capacity/capacity-probe.service.js';
import { CapacityRefreshing } from './capacity/capacity-refreshing.service.js';
import { LimitProbe } from './capacity/limit-probe.service.js';
import { RedisRouteStates } from './routing/redis-route-states.js';
import { RouteChooser } from './routing/route-chooser.service.js';
import { RouteLeases } from './routing/route-leases.service.js';
import { RouteLoading } from './routing/route-loading.service.js';
import { RouteStates } from './routing/route-states.js';
import { RouteTable } from './routing/route-table.service.js';
import { StateSnapshots } from './routing/state-snapshots.js';
import { UpstreamMetrics } from './routing/upstream-metrics.js';
import { StickyAccounts } from './routing/sticky-accounts.js';
import { AccountListing } from './upstream-accounts/account-listing.service.js';
import { AccountScope } from './upstream-accounts/account-scope.service.js';
import { AccountTest } from './upstream-accounts/account-test.service.js';
import { AccountTrail } from './upstream-accounts/account-trail.service.js';
import { AccountUpkeep } from './upstream-accounts/account-upkeep.service.js';
import { AccountWriting } from './upstream-accounts/account-writing.service.js';
import { ConfiguredAccounts } from './upstream-accounts/configured-accounts.service.js';
import { ListedModels } from './upstream-accounts/listed-models.service.js';
import { OrganizationAccounts } from './upstream-accounts/organization-accounts.service.js';
import { PlatformAccounts } from './upstream-accounts/platform-accounts.service.js';
import { SmallCalls } from './upstream-accounts/small-call.service.js';
import { UpstreamAccount } from './upstream-accounts/upstream-account.entity.js';
import { UpstreamAccounts } from './upstream-accounts/upstream-accounts.service.js';
import { UpstreamConnections } from './upstream-accounts/upstream-connections.service.js';
import { UpstreamModel } from './upstream-accounts/upstream-model.entity.js';
import { UpstreamSecrets } from './upstream-accounts/upstream-secrets.service.js';

/** Where models are called: accounts at providers, the choice among them, what is left of them. */
export const upstreamEntities = [UpstreamAccount, UpstreamModel];

/** Those that other libs and the apps call. */
export const upstreamServices = [
  AccountCapacities,
  CapacityProbe,
  CapacityRefreshing,
  ConfiguredAccounts,
  OrganizationAccounts,
  PlatformAccounts,
  RouteChooser,
  RouteLeases,
  RouteStates,
  RouteTable,
  UpstreamConnections,
];

export const upstreamProviders = [
  AccountCapacities,
  AccountInquiry,
  AccountListing,
  AccountScope,
  AccountTest,
  AccountTrail,
  AccountUpkeep,
  AccountWriting,
  CapacityNotes,
  CapacityProbe,
  CapacityRefreshing,
  ConfiguredAccounts,
  LimitProbe,
  ListedModels,
  OrganizationAccounts,
  PlatformAccounts,
  RouteChooser,
  RouteLeases,
  RouteLoading,
  RouteTable,
  SmallCalls,
  StateSnapshots,
  UpstreamMetrics,
  StickyAccounts,
  UpstreamAccounts,
  UpstreamConnections,
  UpstreamSecrets,
  { provide: RouteStates, useClass: RedisRouteStates },
];
