import { toUsdText } from '@onegate/platform';
import type {
  CallerReport,
  Figures,
  ModelFigures,
  ServiceUserFigures,
  Span,
  TenantFigures,
  UsageReport,
} from '@onegate/usage';
import { z } from 'zod';

const figuresFields = {
  calls: z.int(),
  failed_calls: z.int(),
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  cached_tokens: z.int(),
  reasoning_tokens: z.int(),
  cost_usd: z.string().meta({ description: 'What the accounts paid, exact' }),
  average_latency_ms: z.int().nullable(),
  average_first_token_ms: z.int().nullable(),
};

const figuresView = z.object(figuresFields).meta({ id: 'UsageFigures' });
const periodView = z
  .object({ start_date: z.iso.date(), end_date: z.iso.date(), time_zone: z.string() })
  .meta({ id: 'UsagePeriod' });

export const modelFiguresView = z
  .object({ model_id: z.int(), model: z.string().nullable(), ...figuresFields })
  .meta({ id: 'ModelFigures' });

const reportFields = {
  period: periodView,
  totals: figuresView,
  previous: z.object({ period: periodView, totals: figuresView }),
  series: z.array(z.object({ date: z.iso.date(), ...figuresFields })),
  by_model: z.array(modelFiguresView),
};

const callerFields = {
  active_users: z.int(),
  active_keys: z.int(),
  by_user: z.array(
    z.object({
      user_id: z.int(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      ...figuresFields,
    }),
  ),
  by_key: z.array(
    z.object({
      key_id: z.string().nullable(),
      name: z.string().nullable(),
      redacted_value: z.string().nullable(),
      ...figuresFields,
    }),
  ),
};

export const ownReportView = z.object(reportFields).meta({ id: 'UsageReport' });
export const tenantReportView = z
  .object({ ...reportFields, ...callerFields })
  .meta({ id: 'TenantUsageReport' });
/** Of the platform it is told by tenants, of tenants by people and keys. */
export const globalReportView = z
  .object({
    scope: z.enum(['platform', 'tenants']),
    ...reportFields,
    provider_cost_usd: z.string().optional().meta({ description: 'For those who administer the platform' }),
    by_tenant: z
      .array(z.object({ tenant_id: z.int(), name: z.string().nullable(), ...figuresFields }))
      .optional(),
    ...z.object(callerFields).partial().shape,
  })
  .meta({ id: 'GlobalUsageReport' });

export const serviceUserView = z
  .object({
    id: z.string(),
    service_user: z.string(),
    tenant_id: z.int(),
    ...figuresFields,
    first_used_at: z.iso.datetime(),
    last_used_at: z.iso.datetime(),
  })
  .meta({ id: 'ServiceUserFigures' });

export const modelBreakdownView = z
  .object({
    period: periodView,
    service_user: z.object({ id: z.string(), service_user: z.string() }),
    models: z.array(modelFiguresView),
  })
  .meta({ id: 'ModelBreakdown' });

function toFigures(figures: Figures): z.input<typeof figuresView> {
  return {
    calls: figures.calls,
    failed_calls: figures.failedCalls,
    prompt_tokens: figures.promptTokens,
    completion_tokens: figures.completionTokens,
    total_tokens: figures.promptTokens + figures.completionTokens,
    cached_tokens: figures.cachedTokens,
    reasoning_tokens: figures.reasoningTokens,
    cost_usd: toUsdText(figures.chargedNano),
    average_latency_ms: average(figures.latencyMs, figures.calls),
    average_first_token_ms: average(figures.firstTokenMs, figures.firstTokens),
  };
}

export function toPeriod({ startDate, endDate, zone }: Span): z.input<typeof periodView> {
  return { start_date: startDate, end_date: endDate, time_zone: zone };
}

export function toModelFigures({ modelId, model, figures }: ModelFigures): z.input<typeof modelFiguresView> {
  return { model_id: modelId, model: model?.slug ?? null, ...toFigures(figures) };
}

export function toReport(report: UsageReport): z.input<typeof ownReportView> {
  return {
    period: toPeriod(report.span),
    totals: toFigures(report.totals),
    previous: { period: toPeriod(report.previous), totals: toFigures(report.previousTotals) },
    series: report.series.map(({ date, figures }) => ({ date, ...toFigures(figures) })),
    by_model: report.models.map(toModelFigures),
  };
}

export function toTenantReport(report: UsageReport, callers: CallerReport): z.input<typeof tenantReportView> {
  return {
    ...toReport(report),
    active_users: callers.activeUsers,
    active_keys: callers.activeKeys,
    by_user: callers.people.map(({ userId, person, figures }) => ({
      user_id: userId,
      name: person?.name ?? null,
      email: person?.email ?? null,
      ...toFigures(figures),
    })),
    by_key: callers.keys.map(({ key, figures }) => ({
      key_id: key?.publicId ?? null,
      name: key?.name ?? null,
      redacted_value: key?.redactedValue ?? null,
      ...toFigures(figures),
    })),
  };
}

export function toPlatformReport(
  report: UsageReport,
  tenants: readonly TenantFigures[],
): z.input<typeof globalReportView> {
  return {
    scope: 'platform',
    ...toReport(report),
    provider_cost_usd: toUsdText(report.totals.costNano),
    by_tenant: tenants.map(({ tenantId, tenant, figures }) => ({
      tenant_id: tenantId,
      name: tenant?.name ?? null,
      ...toFigures(figures),
    })),
  };
}

export function toServiceUser(user: ServiceUserFigures): z.input<typeof serviceUserView> {
  return {
    id: user.publicId,
    service_user: user.name,
    tenant_id: Number(user.account.slice(1)),
    ...toFigures(user.figures),
    first_used_at: user.firstSeenAt.toISOString(),
    last_used_at: user.lastSeenAt.toISOString(),
  };
}

function average(sum: number, count: number): number | null {
  return count === 0 ? null : Math.round(sum / count);
}
