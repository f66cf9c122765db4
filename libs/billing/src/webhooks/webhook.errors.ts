import { defineFailure } from '@onegate/platform';

export const webhookUnknown = defineFailure('webhook.unknown', 'not_found', 'Webhook not found');
export const tooManyWebhooks = defineFailure(
  'webhook.too_many',
  'conflict',
  'An account has {limit} webhooks at most.',
);
export const webhookAnswered = defineFailure(
  'webhook.answered',
  'upstream_failed',
  '{host} answered {status} instead of 2xx.',
);
