import { pageQuery } from '@onegate/platform';
import { z } from 'zod';
import { tenantFilter } from '../organizations/tenant.schema.js';

export const syncRunsQuery = pageQuery.extend({ tenant_id: tenantFilter });

export type SyncRunsQuery = z.output<typeof syncRunsQuery>;
