import { alertKinds, deliveryStatuses, type DeliveryOfNotice, type WebhookEndpoint } from '@onegate/billing';
import type { WebhookWithSecret } from '@onegate/billing';
import type { CursorPage } from '@onegate/platform';
import { z } from 'zod';

export const webhookView = z
  .object({
    id: z.string(),
    url: z.string(),
    isActive: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.input<typeof webhookView>;

export const webhooksView = z.object({ items: z.array(webhookView) }).meta({ id: 'Webhooks' });

export function toWebhookView(endpoint: WebhookEndpoint): WebhookView {
  return {
    id: endpoint.publicId,
    url: endpoint.url,
    isActive: endpoint.isActive,
    createdAt: endpoint.createdAt.toISOString(),
    updatedAt: endpoint.updatedAt.toISOString(),
  };
}

export const webhookWithSecretView = z
  .object({ ...webhookView.shape, secret: z.string().meta({ description: 'Shown this once' }) })
  .meta({ id: 'WebhookWithSecret' });

export function toWebhookWithSecretView({
  endpoint,
  secret,
}: WebhookWithSecret): z.input<typeof webhookWithSecretView> {
  return { ...toWebhookView(endpoint), secret };
}

export const deliveriesView = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        noticeId: z.string().optional(),
        kind: z.enum([...alertKinds, 'test']).optional(),
        status: z.enum(deliveryStatuses),
        attempts: z.int(),
        lastStatus: z.int().nullable().meta({ description: 'What the address answered the last time' }),
        lastError: z.string().nullable(),
        createdAt: z.iso.datetime(),
        endedAt: z.iso.datetime().nullable(),
      }),
    ),
    nextToken: z.string().optional(),
  })
  .meta({ id: 'WebhookDeliveries' });

export function toDeliveriesView(page: CursorPage<DeliveryOfNotice>): z.input<typeof deliveriesView> {
  const items = page.items.map(({ delivery, notice }) => ({
    id: delivery.publicId,
    ...(notice && { noticeId: notice.publicId, kind: notice.kind }),
    status: delivery.status,
    attempts: delivery.attempts,
    lastStatus: delivery.lastStatus,
    lastError: delivery.lastError,
    createdAt: delivery.createdAt.toISOString(),
    endedAt: delivery.endedAt?.toISOString() ?? null,
  }));
  return { ...page, items };
}
