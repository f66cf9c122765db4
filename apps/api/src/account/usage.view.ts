import { toMicroUsd } from '@onegate/platform';
import type { CallerReport, DailyUsage, Figures, UsageItem, UsageReport } from '@onegate/usage';
import { z } from 'zod';

const microUsd = z.int().meta({ description: 'Millionths of a dollar' });

export const usageItemView = z
  .object({
    id: z.string(),
    generationId: z.string(),
    userId: z.string(),
    organizationId: z.string().meta({ description: 'Empty for the personal account' }),
    aiInferenceProviderName: z.string(),
    aiModelName: z.string(),
    aiModelTypeName: z.string(),
    promptTokens: z.int(),
    completionTokens: z.int(),
    totalTokens: z.int(),
    costUsd: microUsd,
    creditsUsed: microUsd,
    correctedUsd: microUsd.optional().meta({
      description: 'What a re-rating changed of it since, in millionths of a dollar; only where one did',
    }),
    netUsd: microUsd.optional().meta({ description: 'What it costs with that' }),
    createdAt: z.iso.datetime(),
    operation: z.string(),
    metadata: z.record(z.string(), z.string()),
    memberDisplayName: z.string().optional(),
    memberEmail: z.string().optional(),
  })
  .meta({ id: 'UsageItem' });

export const usagePage = z.object({ items: z.array(usageItemView), nextToken: z.string().optional() });

export const dailyUsageView = z
  .object({
    date: z.iso.date(),
    operation: z.string().optional(),
    aiModelTypeName: z.string().optional(),
    aiModelName: z.string(),
    requests: z.int(),
    promptTokens: z.int(),
    completionTokens: z.int(),
    totalTokens: z.int(),
    costUsd: microUsd,
    creditsUsed: microUsd,
  })
  .meta({ id: 'DailyUsage' });

const figuresFields = {
  requests: z.int(),
  failedRequests: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  totalTokens: z.int(),
  costUsd: microUsd,
  creditsUsed: microUsd,
};
const figuresView = z.object(figuresFields).meta({ id: 'OrganizationFigures' });
const period = z.object({ startDate: z.iso.date(), endDate: z.iso.date(), timeZone: z.string() });

export const organizationUsagesView = z
  .object({
    organizationId: z.string(),
    ...period.shape,
    totals: figuresView,
    items: z.array(dailyUsageView),
  })
  .meta({ id: 'OrganizationUsages' });

export const organizationMetricsView = z
  .object({
    organizationId: z.string(),
    ...period.shape,
    totals: figuresView,
    previous: z.object({ ...period.shape, totals: figuresView }),
    activeMembers: z.int(),
    daily: z.array(z.object({ date: z.iso.date(), ...figuresFields })),
    models: z.array(z.object({ aiModelName: z.string(), ...figuresFields })),
    members: z.array(
      z.object({
        userId: z.string(),
        memberDisplayName: z.string(),
        memberEmail: z.string(),
        ...figuresFields,
      }),
    ),
  })
  .meta({ id: 'OrganizationMetrics' });

/** The names that editors know. */
const operationNames: Readonly<Record<string, string>> = {
  chat: 'chat_completion',
  completions: 'completion',
  embeddings: 'embedding',
};
const notChat: ReadonlySet<string> = new Set(['embeddings', 'images', 'audio', 'moderations', 'rerank']);

export function toUsageItem(item: UsageItem): z.input<typeof usageItemView> {
  const cost = toMicroUsd(item.chargedNano);
  return {
    id: item.id,
    generationId: item.generationId ?? '',
    userId: item.userId,
    organizationId: item.organizationId ?? '',
    aiInferenceProviderName: item.providerKind ?? '',
    aiModelName: item.modelSlug,
    aiModelTypeName: typeOf(item.operation),
    promptTokens: item.promptTokens,
    completionTokens: item.completionTokens,
    totalTokens: item.promptTokens + item.completionTokens,
    costUsd: cost,
    creditsUsed: cost,
    ...correctionOf(item),
    createdAt: item.startedAt.toISOString(),
    operation: operationNames[item.operation] ?? item.operation,
    metadata: metadataOf(item),
  };
}

/** Most calls are never corrected, and nothing is said of that. */
function correctionOf({
  chargedNano,
  correctedNano,
}: UsageItem): Pick<z.input<typeof usageItemView>, 'correctedUsd' | 'netUsd'> {
  if (correctedNano === 0n) return {};
  return { correctedUsd: toMicroUsd(correctedNano), netUsd: toMicroUsd(chargedNano + correctedNano) };
}

export function toMemberItem(item: UsageItem): z.input<typeof usageItemView> {
  return { ...toUsageItem(item), memberDisplayName: item.memberName, memberEmail: item.memberEmail };
}

export function toDailyUsage({
  date,
  modelSlug,
  operation,
  figures,
}: DailyUsage): z.input<typeof dailyUsageView> {
  const { failedRequests: _failed, ...shown } = toFigures(figures);
  const kind = operation
    ? { operation: operationNames[operation] ?? operation, aiModelTypeName: typeOf(operation) }
    : {};
  return { date, ...kind, aiModelName: modelSlug, ...shown };
}

export function toFigures(figures: Figures): z.input<typeof figuresView> {
  const cost = toMicroUsd(figures.chargedNano);
  return {
    requests: figures.calls,
    failedRequests: figures.failedCalls,
    promptTokens: figures.promptTokens,
    completionTokens: figures.completionTokens,
    totalTokens: figures.promptTokens + figures.completionTokens,
    costUsd: cost,
    creditsUsed: cost,
  };
}

export function toMetrics(
  organizationId: string,
  report: UsageReport,
  callers: CallerReport,
): z.input<typeof organizationMetricsView> {
  return {
    organizationId,
    ...toPeriod(report.span),
    totals: toFigures(report.totals),
    previous: { ...toPeriod(report.previous), totals: toFigures(report.previousTotals) },
    activeMembers: callers.activeUsers,
    daily: report.series.map(({ date, figures }) => ({ date, ...toFigures(figures) })),
    models: report.models.map(({ model, figures }) => ({
      aiModelName: model?.slug ?? '',
      ...toFigures(figures),
    })),
    members: callers.people.map(({ person, figures }) => ({
      userId: person?.publicId ?? '',
      memberDisplayName: person?.name ?? '',
      memberEmail: person?.email ?? '',
      ...toFigures(figures),
    })),
  };
}

export function toPeriod({ startDate, endDate, zone }: UsageReport['span']): z.input<typeof period> {
  return { startDate, endDate, timeZone: zone };
}

function typeOf(operation: string): string {
  return notChat.has(operation) ? operation : 'chat';
}

function metadataOf(item: UsageItem): Record<string, string> {
  const told = {
    requestId: item.requestId,
    status: item.status,
    requestedModel: item.requestedModel,
    apiKeyId: item.keyId,
    serviceUser: item.serviceUser,
    finishReason: item.finishReason,
    countSource: item.countSource,
    batch: item.batch,
    latencyMs: String(item.latencyMs),
    simulated: item.isSimulated ? 'true' : null,
  };
  return Object.fromEntries(
    Object.entries(told).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
