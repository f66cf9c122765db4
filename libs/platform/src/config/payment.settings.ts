import { z } from 'zod';
import { read, secretSetting, setting } from './setting.js';

/** How accounts pay. */
export const paymentSettings = {
  provider: setting(
    'ONEGATE_PAYMENT_PROVIDER',
    z.enum(['stripe', 'sandbox', 'none']).optional(),
    'Who takes the money. Default: `stripe` where its secret key is set; else `sandbox`, which takes play money, but never in production mode; there none.',
  ),
  minimumCents: setting(
    'ONEGATE_PAYMENT_MINIMUM_CENTS',
    read.count.pipe(z.number().min(50, 'must be 50 or more')).default(500),
    'Least that can be bought at once, in US cents.',
  ),
  maximumCents: setting(
    'ONEGATE_PAYMENT_MAXIMUM_CENTS',
    read.count.pipe(z.number().max(99_999_999, 'must be 99999999 or less')).default(500_000),
    'Most that can be bought at once, in US cents.',
  ),
  salesPerHour: setting(
    'ONEGATE_PAYMENT_SALES_PER_HOUR',
    read.count.pipe(z.number().min(1)).default(20),
    'How many purchases, checkouts and setups of a payment method one account can begin in an hour, whatever comes of them.',
  ),
  taxNote: setting(
    'ONEGATE_PAYMENT_TAX_NOTE',
    read.text.max(500).optional(),
    'A sentence on taxes that is shown before paying and on receipts.',
  ),
  stripeSecretKey: secretSetting(
    'ONEGATE_STRIPE_SECRET_KEY',
    z
      .string()
      .regex(/^(sk|rk)_(test|live)_\w+$/, 'must start with sk_test_, sk_live_, rk_test_ or rk_live_')
      .optional(),
    'Secret key of the Stripe account. Without it Stripe is off. Whether it is a test key decides which events count.',
  ),
  stripeWebhookSecrets: secretSetting(
    'ONEGATE_STRIPE_WEBHOOK_SECRETS',
    read.list.default([]),
    'Signing secrets of the webhook endpoint `/webhooks/payments/stripe`, separated by commas: two while one is rotated. Without any the endpoint is closed.',
  ),
  stripeApiUrl: setting(
    'ONEGATE_STRIPE_API_URL',
    read.url('http:', 'https:').default('https://api.stripe.com'),
    'Where the API of Stripe is; another server that speaks like it can stand in.',
  ),
  webhookToleranceSeconds: setting(
    'ONEGATE_PAYMENT_WEBHOOK_TOLERANCE_SECONDS',
    read.count.pipe(z.number().min(1)).default(300),
    'How old the signature of a webhook may be.',
  ),
  sandboxWebhookUrl: setting(
    'ONEGATE_SANDBOX_WEBHOOK_URL',
    read.url('http:', 'https:').optional(),
    'Where the sandbox reaches the API with its webhooks. Default: the host and port that the API listens on.',
  ),
} as const;
