import { providerKindNames, shareLeft, type AccountCapacity, type CapacityFigures } from '@onegate/models';
import { toBudgetText } from '@onegate/platform';
import { z } from 'zod';

const confidence = z.enum(['exact', 'reported', 'estimated', 'unknown']);
const moment = z.int().nullable().meta({ description: 'Unix seconds' });
const known = { resets_at: moment, confidence, updated_at: z.int() };

const allowanceView = z
  .object({
    limit: z.int().nullable(),
    remaining: z.int().nullable(),
    remaining_percent: z.number().nullable(),
    ...known,
  })
  .nullable();
const shareView = z.object({ remaining_percent: z.number(), ...known }).nullable();

const accountCapacityView = z
  .object({
    object: z.literal('account_capacity'),
    account_id: z.string(),
    provider: z.enum(providerKindNames),
    name: z.string().optional().meta({ description: 'Of accounts that the caller may see in full' }),
    scope: z.enum(['platform', 'organization']),
    status: z.enum(['available', 'limited', 'cooling_down', 'failing', 'unknown']),
    requests: allowanceView,
    tokens: allowanceView,
    five_hour: shareView,
    weekly: shareView,
    estimated_remaining_usd: z.string().nullable(),
    confidence: confidence.meta({ description: 'How sure the surest figure is' }),
    updated_at: moment,
    age_seconds: z.int().nullable(),
  })
  .meta({ id: 'AccountCapacity' });

export const accountCapacitiesView = z
  .object({ object: z.literal('list'), data: z.array(accountCapacityView) })
  .meta({ id: 'AccountCapacities' });

type AccountCapacityView = z.input<typeof accountCapacityView>;

/** Of the platform's accounts others than its administrators see shares, not how large or how rich an account is. */
export function toAccountCapacityView(
  { account, figures, isInFull }: AccountCapacity,
  now: Date,
): AccountCapacityView {
  const { updatedAt, money } = figures;
  return {
    object: 'account_capacity',
    account_id: account.publicId,
    provider: account.kind,
    ...(isInFull ? { name: account.name } : {}),
    scope: account.tenantId === null ? 'platform' : 'organization',
    status: figures.status,
    requests: allowance(figures.requests, isInFull),
    tokens: allowance(figures.tokens, isInFull),
    five_hour: share(figures.fiveHour),
    weekly: share(figures.weekly),
    estimated_remaining_usd: isInFull && money ? toBudgetText(money.leftNanoUsd) : null,
    confidence: figures.confidence,
    updated_at: updatedAt === null ? null : seconds(updatedAt),
    age_seconds: updatedAt === null ? null : Math.max(0, seconds(now.getTime()) - seconds(updatedAt)),
  };
}

function allowance(figure: CapacityFigures['requests'], isInFull: boolean): z.input<typeof allowanceView> {
  if (!figure) return null;
  const left = shareLeft(figure);
  return {
    limit: isInFull ? figure.limit : null,
    remaining: isInFull ? figure.remaining : null,
    remaining_percent: left === null ? null : percent(left),
    resets_at: figure.resetsAt === null ? null : seconds(figure.resetsAt),
    confidence: figure.confidence,
    updated_at: seconds(figure.at),
  };
}

function share(figure: CapacityFigures['weekly']): z.input<typeof shareView> {
  if (!figure) return null;
  return {
    remaining_percent: percent(1 - figure.used),
    resets_at: figure.resetsAt === null ? null : seconds(figure.resetsAt),
    confidence: figure.confidence,
    updated_at: seconds(figure.at),
  };
}

function percent(part: number): number {
  return Math.round(part * 1_000) / 10;
}

function seconds(millis: number): number {
  return Math.floor(millis / 1_000);
}
