import type { Scoped, UsageReports } from '@onegate/usage';
import type { z } from 'zod';
import { toPlatformReport, toTenantReport, type globalReportView } from './statistics.view.js';

/** The platform by its tenants, for those who administer it; for others their tenants by people and keys. */
export async function reportOfReach(
  reports: UsageReports,
  scoped: Scoped,
): Promise<z.input<typeof globalReportView>> {
  if (scoped.subject.level === 'platform')
    return toPlatformReport(...(await reports.reportWithTenants(scoped)));
  return { scope: 'tenants', ...toTenantReport(...(await reports.reportWithCallers(scoped))) };
}
