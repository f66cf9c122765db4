import { DirectoriesService } from './directories/directories.service.js';
import { Directory } from './directories/directory.entity.js';
import { DirectoryReader } from './directories/directory-reader.js';
import { DirectoryTrialService } from './directories/directory-trial.service.js';
import { TenantAccess } from './organizations/tenant-access.js';
import { DirectoryEntry } from './user-sync/directory-entry.entity.js';
import { SyncApplying } from './user-sync/sync-applying.js';
import { SyncArrivals } from './user-sync/sync-arrivals.js';
import { SyncDepartures } from './user-sync/sync-departures.js';
import { SyncListing } from './user-sync/sync-listing.js';
import { SyncPlan } from './user-sync/sync-plan.js';
import { SyncRenames } from './user-sync/sync-renames.js';
import { SyncRunEnding } from './user-sync/sync-run-ending.js';
import { SyncRunLease } from './user-sync/sync-run-lease.js';
import { SyncRun } from './user-sync/sync-run.entity.js';
import { SyncRunsService } from './user-sync/sync-runs.service.js';
import { SyncStaging } from './user-sync/sync-staging.js';
import { SyncStarting } from './user-sync/sync-starting.js';
import { UserSyncService } from './user-sync/user-sync.service.js';
import { UserSyncSweep } from './user-sync/user-sync-sweep.js';

/** Directories outside of here, and bringing people in step with them. */
export const directoryEntities = [Directory, DirectoryEntry, SyncRun];

/** Those that the apps call. */
export const directoryServices = [
  DirectoriesService,
  DirectoryTrialService,
  SyncRunsService,
  TenantAccess,
  UserSyncService,
  UserSyncSweep,
];

export const directoryInternals = [
  DirectoryReader,
  SyncApplying,
  SyncArrivals,
  SyncDepartures,
  SyncListing,
  SyncPlan,
  SyncRenames,
  SyncRunEnding,
  SyncRunLease,
  SyncStaging,
  SyncStarting,
];
