import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments with all that was told of them, and the means to pay that accounts have left with a provider. */
export class Payments1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table sandbox_events, sandbox_objects, payment_feeds, payment_events, payment_reversals, payments,
       payment_method_setups, payment_methods, payment_customers`,
    );
  }
}

const providers = `check (provider in ('stripe', 'sandbox'))`;
const oneOwner = 'check (num_nonnulls(user_id, tenant_id) = 1)';

/** What is only a means to pay goes with its owner; payments stay, as the books do. */
const means = [
  `create table payment_customers (
    id bigint generated always as identity primary key,
    user_id bigint references users (id) on delete cascade,
    tenant_id bigint references tenants (id) on delete cascade,
    provider text not null ${providers},
    is_live boolean not null,
    reference text not null,
    created_at timestamptz not null,
    unique (user_id, provider, is_live),
    unique (tenant_id, provider, is_live),
    unique (provider, reference),
    ${oneOwner}
  )`,
  `create table payment_methods (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    user_id bigint references users (id) on delete cascade,
    tenant_id bigint references tenants (id) on delete cascade,
    provider text not null ${providers},
    is_live boolean not null,
    reference text not null,
    customer text not null,
    type text not null,
    brand text,
    last4 text check (last4 ~ '^[0-9]{4}$'),
    exp_month smallint check (exp_month between 1 and 12),
    exp_year smallint check (exp_year between 2000 and 2200),
    is_default boolean not null default false,
    warned_for date,
    created_at timestamptz not null,
    removed_at timestamptz,
    unique (provider, reference),
    check (not is_default or removed_at is null),
    ${oneOwner}
  )`,
  'create unique index payment_methods_default_user on payment_methods (user_id, provider, is_live) where is_default',
  'create unique index payment_methods_default_tenant on payment_methods (tenant_id, provider, is_live) where is_default',
  `create table payment_method_setups (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    user_id bigint references users (id) on delete cascade,
    tenant_id bigint references tenants (id) on delete cascade,
    provider text not null ${providers},
    is_live boolean not null,
    customer text not null,
    session text,
    status text not null check (status in ('open', 'completed', 'expired')),
    created_at timestamptz not null,
    next_check_at timestamptz,
    unique (provider, session),
    ${oneOwner}
  )`,
  'create index payment_method_setups_due on payment_method_setups (next_check_at) where next_check_at is not null',
];

const payments = [
  `create table payments (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    user_id bigint references users (id),
    tenant_id bigint references tenants (id),
    purpose text not null check (purpose in ('credits', 'auto_top_up', 'invoice')),
    channel text not null check (channel in ('checkout', 'off_session')),
    reference text not null unique,
    provider text not null ${providers},
    is_live boolean not null,
    customer text not null,
    method_reference text,
    status text not null check (status in ('pending', 'requires_action', 'processing', 'succeeded', 'failed',
      'expired', 'partially_refunded', 'refunded', 'charged_back')),
    amount_cents integer not null check (amount_cents > 0),
    currency text not null check (currency ~ '^[a-z]{3}$'),
    returned_cents integer not null default 0 check (returned_cents between 0 and amount_cents),
    session text,
    provider_reference text,
    action_url text,
    card_brand text,
    card_last4 text,
    failure_code text,
    failure_message text,
    about text not null,
    success_url text,
    cancel_url text,
    creator_user_id bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    paid_at timestamptz,
    next_check_at timestamptz,
    unique (provider, session),
    unique (provider, provider_reference),
    ${oneOwner},
    check ((channel = 'off_session') = (method_reference is not null))
  )`,
  'create index payments_of_user on payments (user_id, id) where user_id is not null',
  'create index payments_of_tenant on payments (tenant_id, id) where tenant_id is not null',
  'create index payments_due on payments (next_check_at) where next_check_at is not null',
  `create table payment_reversals (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    payment_id bigint not null references payments (id),
    kind text not null check (kind in ('refund', 'chargeback')),
    reference text unique,
    provider text not null ${providers},
    provider_reference text,
    status text not null check (status in ('requested', 'standing', 'final', 'returned', 'failed')),
    amount_cents integer not null check (amount_cents > 0),
    taken_cents integer not null default 0 check (taken_cents between 0 and amount_cents),
    reason text,
    requested_by bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    next_check_at timestamptz,
    unique (provider, provider_reference)
  )`,
  'create index payment_reversals_payment on payment_reversals (payment_id)',
  'create index payment_reversals_due on payment_reversals (next_check_at) where next_check_at is not null',
  `create table payment_events (
    id bigint generated always as identity primary key,
    provider text not null ${providers},
    event_id text not null,
    type text not null,
    payment_id bigint references payments (id),
    outcome text not null check (outcome in ('applied', 'unchanged', 'unrelated', 'refused')),
    reason text,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    unique (provider, event_id)
  )`,
  'create index payment_events_payment on payment_events (payment_id)',
  `create index payment_events_refused on payment_events (id) where outcome = 'refused'`,
  `create table payment_feeds (
    provider text not null ${providers},
    is_live boolean not null,
    read_until timestamptz not null,
    primary key (provider, is_live)
  )`,
];

/** What the built-in provider remembers, as a real one would on machines of its own. */
const sandbox = [
  `create table sandbox_objects (
    id text primary key,
    kind text not null check (kind in ('customer', 'method', 'session', 'charge', 'reversal')),
    idempotency_key text unique,
    body jsonb not null,
    created_at timestamptz not null
  )`,
  `create table sandbox_events (
    id text primary key,
    type text not null,
    body jsonb not null,
    created_at timestamptz not null,
    deliver_at timestamptz not null,
    delivered_at timestamptz,
    attempts integer not null default 0
  )`,
  'create index sandbox_events_due on sandbox_events (deliver_at) where delivered_at is null',
];

const statements = [...means, ...payments, ...sandbox];
