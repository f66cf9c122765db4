import type { Provider } from '@nestjs/common';
import { Clock, CONFIGURATION, type Configuration } from '@onegate/platform';
import { paymentsDisabled } from '../payment.errors.js';
import { SandboxProvider } from '../sandbox/sandbox.provider.js';
import { PaymentProvider } from './payment-provider.js';
import type { ProviderName } from './provider-facts.js';

/** The providers of this installation: the one that takes new payments, and those that once took some. */
export class PaymentProviders {
  private readonly known: ReadonlyMap<ProviderName, PaymentProvider>;

  constructor(
    present: readonly PaymentProvider[],
    private readonly chosen: ProviderName | null,
  ) {
    this.known = new Map(present.map((provider) => [provider.name, provider]));
  }

  /** Takes what is new; `null` where payments are off. */
  get active(): PaymentProvider | null {
    return this.chosen === null ? null : (this.known.get(this.chosen) ?? null);
  }

  requireActive(): PaymentProvider {
    if (!this.active) throw paymentsDisabled();
    return this.active;
  }

  named(name: string): PaymentProvider | null {
    return this.all.find((provider) => provider.name === name) ?? null;
  }

  get all(): readonly PaymentProvider[] {
    return [...this.known.values()];
  }
}

/** Those that the configuration names. */
export const paymentProvidersProvider: Provider = {
  provide: PaymentProviders,
  inject: [CONFIGURATION, Clock, SandboxProvider],
  useFactory: async ({ payments, runtime }: Configuration, clock: Clock, sandbox: SandboxProvider) => {
    const chosen = chosenProvider(payments, runtime.mode);
    const present: PaymentProvider[] = [];
    const { stripeSecretKey } = payments;
    if (stripeSecretKey) {
      // Only here: Stripe's library is large, and an installation without Stripe need not load it.
      const { StripeProvider } = await import('../stripe/stripe.provider.js');
      present.push(new StripeProvider(payments, stripeSecretKey, clock));
    }
    if (runtime.mode !== 'production' || chosen === 'sandbox') present.push(sandbox);
    return new PaymentProviders(present, chosen);
  },
};

/** Play money is never taken in production unless somebody asked for it. */
function chosenProvider(
  { provider, stripeSecretKey }: Configuration['payments'],
  mode: Configuration['runtime']['mode'],
): ProviderName | null {
  if (provider === 'none') return null;
  if (provider) return provider;
  if (stripeSecretKey) return 'stripe';
  return mode === 'production' ? null : 'sandbox';
}
