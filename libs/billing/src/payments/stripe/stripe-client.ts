import Stripe from 'stripe';
import type { Configuration } from '@onegate/platform';

export type StripeClient = InstanceType<typeof Stripe>;

/** The official client, for the configured account. */
export function stripeClient({ stripeApiUrl }: Configuration['payments'], secretKey: string): StripeClient {
  const url = new URL(stripeApiUrl);
  const isPlain = url.protocol === 'http:';
  return new Stripe(secretKey, {
    host: url.hostname,
    port: url.port || (isPlain ? 80 : 443),
    protocol: isPlain ? 'http' : 'https',
    maxNetworkRetries: 2,
    timeout: 20_000,
    telemetry: false,
  });
}
