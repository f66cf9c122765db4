import { autoTopUpStatuses, type AutoTopUp, type AutoTopUpDetails } from '@onegate/billing';
import type { CursorPage } from '@onegate/platform';
import { z } from 'zod';

const moment = z.iso.datetime();

export const autoTopUpView = z
  .object({
    enabled: z.boolean(),
    thresholdCents: z.int(),
    amountCents: z.int(),
    monthlyLimitCents: z.int().nullable(),
    monthlyUsedCents: z.int().meta({ description: 'In this month of UTC, with what is under way' }),
    inProgress: z.boolean(),
    failures: z.int().meta({ description: 'How many in a row did not work' }),
    nextTryAt: moment.nullable(),
    switchedOffAt: moment.nullable().meta({ description: 'When it switched itself off' }),
    switchedOffReason: z.string().nullable(),
    updatedAt: moment,
  })
  .meta({ id: 'AutoTopUp' });
export type AutoTopUpView = z.input<typeof autoTopUpView>;

export function toAutoTopUpView({ settings, usedCents, isUnderWay }: AutoTopUpDetails): AutoTopUpView {
  return {
    enabled: settings.isEnabled,
    thresholdCents: settings.thresholdCents,
    amountCents: settings.amountCents,
    monthlyLimitCents: settings.monthlyLimitCents,
    monthlyUsedCents: usedCents,
    inProgress: isUnderWay,
    failures: settings.failures,
    nextTryAt: settings.nextTryAt?.toISOString() ?? null,
    switchedOffAt: settings.switchedOffAt?.toISOString() ?? null,
    switchedOffReason: settings.switchedOffReason,
    updatedAt: settings.updatedAt.toISOString(),
  };
}

export const autoTopUpHistoryView = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        status: z.enum(autoTopUpStatuses),
        amountCents: z.int(),
        takenBackCents: z.int().meta({ description: 'Refunded or disputed' }),
        paymentId: z.string().nullable(),
        failureReason: z.string().nullable(),
        failureMessage: z.string().nullable(),
        orderedAt: moment,
        endedAt: moment.nullable(),
      }),
    ),
    nextToken: z.string().optional(),
  })
  .meta({ id: 'AutoTopUpHistory' });

export function toAutoTopUpHistoryView(page: CursorPage<AutoTopUp>): z.input<typeof autoTopUpHistoryView> {
  const items = page.items.map((topUp) => ({
    id: topUp.publicId,
    status: topUp.status,
    amountCents: topUp.amountCents,
    takenBackCents: topUp.takenBackCents,
    paymentId: topUp.paymentId,
    failureReason: topUp.failureReason,
    failureMessage: topUp.failureMessage,
    orderedAt: topUp.orderedAt.toISOString(),
    endedAt: topUp.endedAt?.toISOString() ?? null,
  }));
  return { ...page, items };
}
