import type { CallerReport, Scoped, UsageReport, UsageReports } from '@onegate/usage';
import type { z } from 'zod';
import { toPlatformReport, toTenantReport, type globalReportView } from './statistics.view.js';

/** The platform by its tenants, for those who administer it; for others their tenants by people and keys. */
export async function reportOfReach(
  reports: UsageReports,
  scoped: Scoped,
): Promise<z.input<typeof globalReportView>> {
  if (scoped.subject.level === 'platform') {
    const [report, tenants] = await Promise.all([reports.report(scoped), reports.tenants(scoped.span)]);
    return toPlatformReport(report, tenants);
  }
  return { scope: 'tenants', ...toTenantReport(...(await reportWithCallers(reports, scoped))) };
}

export function reportWithCallers(
  reports: UsageReports,
  scoped: Scoped,
): Promise<[UsageReport, CallerReport]> {
  return Promise.all([reports.report(scoped), reports.callers(scoped.subject, scoped.span)]);
}
