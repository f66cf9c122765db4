import type { Scoped, UsageReports } from '@onegate/usage';
import type { z } from 'zod';
import { toPlatformReport, toTenantReport, type globalReportView } from './statistics.view.js';

/** The platform by its tenants, for those who administer it; for others their tenants by people and keys. */
export async function reportOfReach(
  reports: UsageReports,
  scoped: Scoped,
): Promise<z.input<typeof globalReportView>> {
  const report = await reports.report(scoped);
  if (scoped.subject.level === 'platform') {
    return toPlatformReport(report, await reports.tenants(scoped.span));
  }
  const callers = await reports.callers(scoped.subject, scoped.span);
  return { scope: 'tenants', ...toTenantReport(report, callers) };
}
