import { TenantPurgeProcessor } from './tenant-purge.processor.js';
import { UserSyncProcessor } from './user-sync.processor.js';
import { UserSyncSweepProcessor } from './user-sync-sweep.processor.js';

export const tenantProcessors = [TenantPurgeProcessor, UserSyncProcessor, UserSyncSweepProcessor];
