import { randomBytes } from 'node:crypto';
import type {
  Behaviour,
  Customer,
  Dispute,
  Event,
  Intent,
  Method,
  Refund,
  Session,
  SetupIntent,
  StripeThing,
} from './stripe-objects.ts';

type Form = Record<string, string>;

export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {
    super(JSON.stringify(body));
  }
}

const seconds = () => Math.floor(Date.now() / 1000);
/** What people pay with on pages. */
const pageCard = { brand: 'mastercard', last4: '4444' };
const newId = (prefix: string) => `${prefix}_${randomBytes(10).toString('hex')}`;

/** What our Stripe knows, and what its people do there. */
export class StripeBooks {
  readonly customers = new Map<string, Customer>();
  readonly intents = new Map<string, Intent>();
  readonly sessions = new Map<string, Session>();
  readonly methods = new Map<string, Method>();
  readonly setups = new Map<string, SetupIntent>();
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Dispute>();
  readonly events: Event[] = [];

  constructor(private readonly livemode: boolean) {}

  /** All that was really taken, less what was given back. */
  get taken(): number {
    const paid = [...this.intents.values()].reduce((sum, { amount_received: cents }) => sum + cents, 0);
    const back = [...this.refunds.values()].reduce((sum, { amount }) => sum + amount, 0);
    return paid - back;
  }

  newCustomer(form: Form): Customer {
    const { email = null, name = null } = form;
    const id = newId('cus');
    const made = { object: 'customer', created: seconds(), livemode: this.livemode } as const;
    return keep(this.customers, { id, ...made, email, name, metadata: metadataOf(form) });
  }

  newSession(form: Form): Session {
    const amount = Number(form['line_items[0][price_data][unit_amount]']) || null;
    const id = newId(`cs_${this.livemode ? 'live' : 'test'}`);
    return keep(this.sessions, {
      id,
      object: 'checkout.session',
      mode: form.mode === 'setup' ? 'setup' : 'payment',
      amount_total: amount,
      client_reference_id: form.client_reference_id ?? null,
      created: seconds(),
      currency: form['line_items[0][price_data][currency]'] ?? null,
      customer: form.customer ?? null,
      livemode: this.livemode,
      metadata: metadataOf(form),
      payment_intent: null,
      payment_status: amount === null ? 'no_payment_required' : 'unpaid',
      setup_intent: null,
      status: 'open',
      success_url: form.success_url ?? '',
      url: `https://checkout.stripe.test/${id}`,
    });
  }

  /** The payer pays on the page. */
  pay(sessionId: string): { session: Session; intent: Intent } {
    const session = one(this.sessions, sessionId);
    const { amount_total: amount, customer, currency, metadata } = session;
    const terms = { amount: amount ?? 0, customer, currency: currency ?? 'usd', metadata: { ...metadata } };
    const intent = keep(this.intents, this.intent({ ...terms, payment_method: newId('pm') }));
    succeed(intent);
    Object.assign(session, {
      status: 'complete',
      payment_status: 'paid',
      payment_intent: intent.id,
      url: null,
    });
    this.tell('payment_intent.succeeded', intent);
    this.tell('checkout.session.completed', session);
    return { session, intent };
  }

  /** The payer leaves a card on the page. */
  leaveCard(sessionId: string, behaviour: Behaviour = 'ok', card: Partial<Method['card']> = {}): Method {
    const session = one(this.sessions, sessionId);
    const method = this.newMethod(behaviour, session.customer, card);
    const setup: SetupIntent = {
      id: newId('seti'),
      object: 'setup_intent',
      customer: session.customer ?? '',
      payment_method: method,
      status: 'succeeded',
      created: seconds(),
      livemode: this.livemode,
    };
    keep(this.setups, setup);
    Object.assign(session, { status: 'complete', setup_intent: setup.id, url: null });
    this.tell('checkout.session.completed', session);
    return method;
  }

  newIntent(form: Form): Intent {
    const intent = keep(
      this.intents,
      this.intent({
        amount: Number(form.amount),
        currency: form.currency ?? '',
        customer: form.customer ?? null,
        metadata: metadataOf(form),
        payment_method: form.payment_method ?? null,
      }),
    );
    const behaviour = /^pm_([a-z]+)_/.exec(intent.payment_method ?? '')?.[1];
    if (behaviour === 'ok') succeed(intent);
    if (behaviour === 'processing') intent.status = 'processing';
    if (behaviour === 'declined' || behaviour === 'asks') return this.decline(intent, behaviour);
    this.tell(`payment_intent.${intent.status}`, intent);
    return intent;
  }

  /** Confirmed as if the payer were here: the bank's question has an address. */
  askPayer(id: string, form: Form): Intent {
    const intent = one(this.intents, id);
    const redirect = { url: `https://bank.test/${id}`, return_url: form.return_url ?? '' };
    Object.assign(intent, {
      status: 'requires_action',
      last_payment_error: null,
      next_action: { type: 'redirect_to_url', redirect_to_url: redirect },
    });
    this.tell('payment_intent.requires_action', intent);
    return intent;
  }

  /** What the payer answers his bank, or what comes of one that is processing. */
  decide(id: string, isPaid: boolean): Intent {
    const intent = one(this.intents, id);
    if (isPaid) {
      succeed(intent);
      this.tell('payment_intent.succeeded', intent);
      return intent;
    }
    const message = 'The provided PaymentMethod has failed authentication.';
    const error = { type: 'card_error', code: 'payment_intent_authentication_failure', message };
    Object.assign(intent, {
      status: 'requires_payment_method',
      next_action: null,
      last_payment_error: error,
    });
    this.tell('payment_intent.payment_failed', intent);
    return intent;
  }

  cancel(id: string): Intent {
    const intent = one(this.intents, id);
    if (intent.status === 'succeeded' || intent.status === 'canceled') throw overAlready('intent');
    intent.status = 'canceled';
    this.tell('payment_intent.canceled', intent);
    return intent;
  }

  expire(id: string): Session {
    const session = one(this.sessions, id);
    if (session.status !== 'open') throw overAlready('session');
    session.status = 'expired';
    this.tell('checkout.session.expired', session);
    return session;
  }

  detach(id: string): Method {
    const method = one(this.methods, id);
    method.customer = null;
    this.tell('payment_method.detached', method);
    return method;
  }

  newRefund(form: Form): Refund {
    const intent = one(this.intents, form.payment_intent ?? '');
    const amount = Number(form.amount);
    const before = [...this.refunds.values()].filter((refund) => refund.payment_intent === intent.id);
    const gone = before.reduce((sum, refund) => sum + refund.amount, 0);
    if (gone + amount > intent.amount_received) throw overAlready('refund is greater than what is left');
    const { currency, id } = intent;
    const refund = keep<Refund>(this.refunds, {
      id: newId('re'),
      object: 'refund',
      amount,
      charge: intent.latest_charge ?? '',
      created: seconds(),
      currency,
      metadata: metadataOf(form),
      payment_intent: id,
      reason: null,
      status: 'succeeded',
    });
    this.tell('refund.created', refund);
    return refund;
  }

  /** The payer's bank does not take it: the money is here again. */
  failRefund(refund: Refund): void {
    this.refunds.delete(refund.id);
    this.tell('refund.failed', { ...refund, status: 'failed' });
  }

  dispute(intentId: string, status: string): Dispute {
    const intent = one(this.intents, intentId);
    const known = [...this.disputes.values()].find(({ payment_intent: of }) => of === intentId);
    const dispute = known ?? {
      id: newId('dp'),
      object: 'dispute' as const,
      amount: intent.amount,
      charge: intent.latest_charge ?? '',
      created: seconds(),
      currency: intent.currency,
      livemode: this.livemode,
      metadata: {},
      payment_intent: intentId,
      reason: 'fraudulent',
      status,
    };
    dispute.status = status;
    keep(this.disputes, dispute);
    this.tell(known ? 'charge.dispute.updated' : 'charge.dispute.created', dispute);
    return dispute;
  }

  /** As Stripe does when it is asked for the charge along with its intent. */
  getWithCharge(id: string): object {
    const intent = one(this.intents, id);
    if (intent.latest_charge === null) return intent;
    const { brand, last4 } = this.methods.get(intent.payment_method ?? '')?.card ?? pageCard;
    const charge = {
      id: intent.latest_charge,
      object: 'charge',
      payment_method_details: { type: 'card', card: { brand, last4 } },
      receipt_url: `https://pay.stripe.test/receipts/${id}`,
    };
    return { ...intent, latest_charge: charge };
  }

  get(id: string): StripeThing {
    const all = [this.intents, this.sessions, this.methods, this.setups, this.customers];
    const found = all.map((things): StripeThing | undefined => things.get(id)).find(Boolean);
    if (!found)
      throw new StripeError(404, { type: 'invalid_request_error', code: 'resource_missing', message: id });
    return found;
  }

  listIntents({ customer }: Form): object {
    return this.list([...this.intents.values()].filter((intent) => intent.customer === customer));
  }

  /** The newest first, as Stripe does. */
  listEvents(form: Form): object {
    const since = Number(form['created[gte]'] ?? 0);
    return this.list(this.events.filter(({ created }) => created >= since).toReversed());
  }

  list(data: readonly unknown[]): object {
    return { object: 'list', url: '/v1/list', has_more: false, data };
  }

  newMethod(behaviour: Behaviour, customer: string | null, card: Partial<Method['card']> = {}): Method {
    return keep<Method>(this.methods, {
      id: newId(`pm_${behaviour}`),
      object: 'payment_method',
      type: 'card',
      card: { brand: 'visa', last4: '4242', exp_month: 8, exp_year: 2040, ...card },
      customer,
      created: seconds(),
      livemode: this.livemode,
      metadata: {},
    });
  }

  /** A copy, as things stand now. */
  tell(type: string, object: StripeThing): Event {
    const event: Event = {
      id: newId('evt'),
      object: 'event',
      api_version: null,
      created: seconds(),
      data: { object: structuredClone(object) },
      livemode: this.livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
    this.events.push(event);
    return event;
  }

  private decline(intent: Intent, behaviour: 'declined' | 'asks'): never {
    const code = behaviour === 'asks' ? 'authentication_required' : 'card_declined';
    const error = { type: 'card_error', code, message: 'Your card was declined.' };
    Object.assign(intent, { status: 'requires_payment_method', last_payment_error: error });
    this.tell('payment_intent.payment_failed', intent);
    throw new StripeError(402, { ...error, payment_intent: structuredClone(intent) });
  }

  private intent(
    terms: Pick<Intent, 'amount' | 'currency' | 'customer' | 'metadata' | 'payment_method'>,
  ): Intent {
    return {
      id: newId('pi'),
      object: 'payment_intent',
      amount_received: 0,
      created: seconds(),
      description: null,
      last_payment_error: null,
      latest_charge: null,
      livemode: this.livemode,
      next_action: null,
      status: 'requires_confirmation',
      ...terms,
    };
  }
}

function succeed(intent: Intent): void {
  const { amount } = intent;
  Object.assign(intent, {
    status: 'succeeded',
    amount_received: amount,
    latest_charge: newId('ch'),
    last_payment_error: null,
    next_action: null,
  });
}

function keep<Thing extends { readonly id: string }>(things: Map<string, Thing>, thing: Thing): Thing {
  things.set(thing.id, thing);
  return thing;
}

function one<Thing>(things: ReadonlyMap<string, Thing>, id: string): Thing {
  const thing = things.get(id);
  if (!thing)
    throw new StripeError(404, { type: 'invalid_request_error', code: 'resource_missing', message: id });
  return thing;
}

function overAlready(what: string): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message: `Cannot be done: ${what}` });
}

function metadataOf(form: Form): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form)
      .map(([key, value]) => [/^metadata\[(\w+)\]$/.exec(key)?.[1] ?? '', value])
      .filter(([key]) => key !== ''),
  );
}
