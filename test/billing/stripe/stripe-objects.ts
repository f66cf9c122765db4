/** The objects of Stripe as our server keeps them: the fields of its published fixtures that anything here reads. */
type Metadata = Record<string, string>;

export interface Intent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  currency: string;
  customer: string | null;
  created: number;
  description: string | null;
  last_payment_error: { type: string; code: string; decline_code?: string; message: string } | null;
  latest_charge: string | null;
  livemode: boolean;
  metadata: Metadata;
  next_action: { type: string; redirect_to_url: { url: string; return_url: string } } | null;
  payment_method: string | null;
  status: string;
}

export interface Session {
  id: string;
  object: 'checkout.session';
  mode: 'payment' | 'setup';
  amount_total: number | null;
  client_reference_id: string | null;
  created: number;
  currency: string | null;
  customer: string | null;
  livemode: boolean;
  metadata: Metadata;
  payment_intent: string | null;
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  setup_intent: string | null;
  status: 'open' | 'complete' | 'expired';
  success_url: string;
  url: string | null;
}

export interface Method {
  id: string;
  object: 'payment_method';
  type: 'card';
  card: { brand: string; last4: string; exp_month: number; exp_year: number };
  customer: string | null;
  created: number;
  livemode: boolean;
  metadata: Metadata;
}

export interface Refund {
  id: string;
  object: 'refund';
  amount: number;
  charge: string;
  created: number;
  currency: string;
  metadata: Metadata;
  payment_intent: string;
  reason: string | null;
  status: string;
}

export interface Dispute {
  id: string;
  object: 'dispute';
  amount: number;
  charge: string;
  created: number;
  currency: string;
  livemode: boolean;
  metadata: Metadata;
  payment_intent: string;
  reason: string;
  status: string;
}

export interface SetupIntent {
  id: string;
  object: 'setup_intent';
  customer: string;
  payment_method: Method | string;
  status: string;
  created: number;
  livemode: boolean;
}

export interface Customer {
  id: string;
  object: 'customer';
  created: number;
  email: string | null;
  name: string | null;
  livemode: boolean;
  metadata: Metadata;
}

export type StripeThing = Intent | Session | Method | Refund | Dispute | SetupIntent | Customer;

export interface Event {
  id: string;
  object: 'event';
  api_version: null;
  created: number;
  data: { object: StripeThing };
  livemode: boolean;
  pending_webhooks: number;
  request: { id: null; idempotency_key: null };
  type: string;
}

/** `pm_…` of our server say in their id how they behave. */
export type Behaviour = 'ok' | 'declined' | 'asks' | 'processing';
