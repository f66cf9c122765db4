import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignInService } from '@onegate/auth';
import { PaymentReconciliation } from '@onegate/billing';
import Stripe from 'stripe';
import { people, type Person } from '../../account/people.ts';
import type { Answer, Caller } from '../../setup/caller.ts';
import { given, password } from '../../setup/given.ts';
import { Installation } from '../../setup/installation.ts';
import { paying, type Paying } from '../paying.ts';
import type { Behaviour, Event } from './stripe-objects.ts';
import { StripeServer } from './stripe-server.ts';

export const [newSecret, oldSecret] = ['whsec_new_secret_of_the_test', 'whsec_old_secret_of_the_test'];

interface Enveloped<Data> {
  readonly data: Data;
}

export interface PaymentItem {
  readonly id: string;
  readonly status: string;
  readonly actionUrl: string | null;
  readonly amountCents: number;
  readonly refundedCents: number;
}

/** An installation that takes money through Stripe's own client, from the Stripe of the test. */
export class StripeHouse {
  private constructor(
    readonly installation: Installation,
    readonly stripe: StripeServer,
    readonly app: NestFastifyApplication,
    readonly call: Caller,
    readonly pay: Paying,
  ) {}

  static async open(env: Record<string, string> = {}): Promise<StripeHouse> {
    const stripe = await StripeServer.open();
    const installation = await Installation.create({
      env: {
        ONEGATE_STRIPE_SECRET_KEY: 'sk_test_onegate',
        ONEGATE_STRIPE_API_URL: stripe.url,
        ONEGATE_STRIPE_WEBHOOK_SECRETS: `${newSecret},${oldSecret}`,
        ...env,
      },
    });
    installation.onClose(() => stripe.close());
    const { app, call } = await installation.api();
    return new StripeHouse(installation, stripe, app, call, paying(app));
  }

  close(): Promise<void> {
    return this.installation.close();
  }

  person(): Promise<Person> {
    return people(this.app, this.call).person();
  }

  async admin(): Promise<Caller> {
    const user = await given(this.app).superAdmin();
    const { token } = await this.app.get(SignInService).withPassword({ email: user.email, password });
    return this.call.signedIn(token);
  }

  /** Someone with a card on file. */
  async payer(behaviour: Behaviour = 'ok'): Promise<Person> {
    const person = await this.person();
    const { body } = await person.call.post<Enveloped<{ sessionId: string }>>(
      '/api/v1/users/me/payment-method/setup-session',
      {},
    );
    this.stripe.books.leaveCard(body.data.sessionId, behaviour);
    await this.deliverAll();
    return person;
  }

  async checkout({ call }: Person, amountCents = 2_000) {
    type Opened = Enveloped<{ paymentId: string; sessionId: string; checkoutUrl: string }>;
    const { body } = await call.post<Opened>('/api/v1/users/credits/checkout', { amountCents });
    return body.data;
  }

  purchase({ call }: Person, amountCents = 2_000): Promise<Answer<Enveloped<PaymentItem>>> {
    return call.post('/api/v1/users/me/credits/purchase', { amountCents });
  }

  async payment({ call }: Person, paymentId: string): Promise<PaymentItem> {
    const { body } = await call.get<Enveloped<PaymentItem>>(`/api/v1/users/me/payments/${paymentId}`);
    return body.data;
  }

  balance({ user }: Person): Promise<number> {
    return this.pay.balanceCents({ kind: 'user', id: user.id });
  }

  /** As Stripe sends it, signed by the helper of its own client. */
  deliver(
    event: Event,
    { secret = newSecret, timestamp = Math.floor(Date.now() / 1000), to = this.call.url } = {},
  ) {
    const payload = JSON.stringify(event);
    const signature = signer.webhooks.generateTestHeaderString({ payload, secret, timestamp });
    return this.call
      .at(to)
      .with({ 'stripe-signature': signature })
      .post('/webhooks/payments/stripe', payload);
  }

  send(payload: string, signature: string | null, provider = 'stripe') {
    const caller = signature === null ? this.call : this.call.with({ 'stripe-signature': signature });
    return caller.post(`/webhooks/payments/${provider}`, payload);
  }

  async deliverAll(): Promise<void> {
    for (const event of this.stripe.books.events) await this.deliver(event);
  }

  reconcile() {
    return this.app.get(PaymentReconciliation).run();
  }

  /** As if so much time had gone by since anything was begun. */
  async later(minutes: number): Promise<void> {
    const { database } = this.pay;
    const moved = `interval '${minutes} minutes'`;
    await database.query(
      `update payments set created_at = created_at - ${moved}, next_check_at = next_check_at - ${moved}`,
    );
    await database.query(`update payment_reversals set next_check_at = next_check_at - ${moved}`);
    await database.query(`update payment_method_setups set next_check_at = next_check_at - ${moved}`);
  }

  async events(eventId: string) {
    return this.pay.database.query<{ outcome: string; reason: string | null }>(
      'select outcome, reason from payment_events where event_id = $1',
      [eventId],
    );
  }
}

const signer = new Stripe('sk_test_signer');
