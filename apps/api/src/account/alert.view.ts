import { alertKinds, type AlertNotice, type AlertRule } from '@onegate/billing';
import { toUsdText, type CursorPage } from '@onegate/platform';
import { z } from 'zod';

export const alertView = z
  .object({
    id: z.string(),
    kind: z.enum(alertKinds),
    thresholdUsd: z.string().optional(),
    percent: z.int().optional(),
    email: z.boolean(),
    webhook: z.boolean(),
    isActive: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Alert' });
export type AlertView = z.input<typeof alertView>;

export const alertsView = z.object({ items: z.array(alertView) }).meta({ id: 'Alerts' });

export function toAlertView(rule: AlertRule): AlertView {
  const { thresholdNano, percent } = rule;
  return {
    id: rule.publicId,
    kind: rule.kind,
    ...(thresholdNano !== null && { thresholdUsd: toUsdText(thresholdNano) }),
    ...(percent !== null && { percent }),
    email: rule.byEmail,
    webhook: rule.byWebhook,
    isActive: rule.isActive,
    createdAt: rule.createdAt.toISOString(),
    updatedAt: rule.updatedAt.toISOString(),
  };
}

export const noticesView = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum([...alertKinds, 'test']),
        occurredAt: z.iso.datetime(),
        facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      }),
    ),
    nextToken: z.string().optional(),
  })
  .meta({ id: 'AlertHistory' });

export function toNoticesView(page: CursorPage<AlertNotice>): z.input<typeof noticesView> {
  const items = page.items.map(({ publicId, kind, occurredAt, facts }) => ({
    id: publicId,
    kind,
    occurredAt: occurredAt.toISOString(),
    facts: { ...facts },
  }));
  return { ...page, items };
}
