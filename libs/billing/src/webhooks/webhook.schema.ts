import { given } from '@onegate/platform';
import { z } from 'zod';

const url = z.url().max(2_000).meta({ description: 'Called with POST; without redirects' });

export const newWebhook = z
  .object({ url })
  .meta({ id: 'NewWebhook', example: { url: 'https://example.com/onegate' } });
export type NewWebhook = z.output<typeof newWebhook>;

export const webhookChange = z
  .object({ url: given(url), isActive: given(z.boolean()) })
  .meta({ id: 'WebhookChange', example: { isActive: false } });
export type WebhookChange = z.output<typeof webhookChange>;
