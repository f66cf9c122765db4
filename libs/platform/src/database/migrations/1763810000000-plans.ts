import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans with the versions of their terms, who has subscribed to them, and what he was billed. */
export class Plans1763810000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table invoice_counters, invoices, subscription_changes, subscriptions, plan_versions, plans',
    );
  }
}

const oneOwner = 'check (num_nonnulls(user_id, tenant_id) = 1)';

const plans = [
  `create table plans (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    name text not null,
    type text not null check (type in ('individual', 'teams')),
    is_active boolean not null default true,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
  )`,
  'create unique index plans_name on plans (lower(name)) where deleted_at is null',
  `create table plan_versions (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    plan_id bigint not null references plans (id),
    number integer not null check (number > 0),
    is_current boolean not null,
    display_name text not null,
    description text not null,
    interval text not null check (interval in ('monthly', 'yearly')),
    price_per_seat_cents integer not null check (price_per_seat_cents >= 0),
    max_seats integer check (max_seats > 0),
    included_credit_cents integer not null check (included_credit_cents >= 0),
    markup_bps integer check (markup_bps >= 0),
    features jsonb not null,
    entitlements jsonb not null,
    created_at timestamptz not null,
    unique (plan_id, number)
  )`,
  'create unique index plan_versions_current on plan_versions (plan_id) where is_current',
];

/** At most one that runs for an account: whatever goes on at once, nobody pays for two. */
const subscriptions = [
  `create table subscriptions (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    user_id bigint references users (id),
    tenant_id bigint references tenants (id),
    origin text not null check (origin in ('bought', 'manual')),
    status text not null check (status in ('incomplete', 'scheduled', 'active', 'past_due', 'suspended', 'ended')),
    plan_version_id bigint not null references plan_versions (id),
    seats integer not null check (seats > 0),
    time_zone text not null,
    anchor_at timestamptz not null,
    period_number integer not null check (period_number >= 0),
    period_start timestamptz not null,
    period_end timestamptz not null,
    next_version_id bigint references plan_versions (id),
    next_seats integer check (next_seats > 0),
    cancel_at timestamptz,
    canceled_at timestamptz,
    past_due_since timestamptz,
    ended_at timestamptz,
    end_reason text,
    due_at timestamptz,
    revision integer not null default 0,
    note text,
    creator_user_id bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    ${oneOwner},
    check (period_start < period_end),
    check ((status = 'ended') = (ended_at is not null)),
    check (status <> 'ended' or due_at is null)
  )`,
  `create unique index subscriptions_running_user on subscriptions (user_id)
    where user_id is not null and status in ('incomplete', 'active', 'past_due', 'suspended')`,
  `create unique index subscriptions_running_tenant on subscriptions (tenant_id)
    where tenant_id is not null and status in ('incomplete', 'active', 'past_due', 'suspended')`,
  'create index subscriptions_of_user on subscriptions (user_id, id) where user_id is not null',
  'create index subscriptions_of_tenant on subscriptions (tenant_id, id) where tenant_id is not null',
  'create index subscriptions_due on subscriptions (due_at) where due_at is not null',
  `create table subscription_changes (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    subscription_id bigint not null references subscriptions (id),
    kind text not null,
    plan_version_id bigint not null references plan_versions (id),
    seats integer not null,
    at timestamptz not null,
    actor_user_id bigint,
    note text
  )`,
  'create index subscription_changes_of on subscription_changes (subscription_id, id)',
];

/** One draft for a subscription at a time, and one renewal for each of its periods. */
const invoices = [
  `create table invoices (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    number bigint unique,
    user_id bigint references users (id),
    tenant_id bigint references tenants (id),
    subscription_id bigint not null references subscriptions (id),
    kind text not null check (kind in ('start', 'change', 'renewal')),
    status text not null check (status in ('draft', 'open', 'paid', 'void', 'uncollectible')),
    about text not null,
    bill_to jsonb not null,
    lines jsonb not null,
    total_cents integer not null check (total_cents >= 0),
    returned_cents integer not null default 0 check (returned_cents between 0 and total_cents),
    effect jsonb not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    attempts integer not null default 0,
    attempt_at timestamptz,
    give_up_at timestamptz,
    action_url text,
    failure text,
    payment_id text,
    created_at timestamptz not null,
    finalized_at timestamptz,
    paid_at timestamptz,
    ${oneOwner},
    check ((number is null) = (finalized_at is null)),
    check (status in ('draft', 'void') or number is not null),
    check (attempt_at is null or status in ('draft', 'open'))
  )`,
  `create unique index invoices_draft on invoices (subscription_id) where status = 'draft'`,
  `create unique index invoices_open on invoices (subscription_id) where status = 'open'`,
  'create index invoices_of_subscription on invoices (subscription_id, id)',
  'create index invoices_of_user on invoices (user_id, number) where user_id is not null',
  'create index invoices_of_tenant on invoices (tenant_id, number) where tenant_id is not null',
  'create index invoices_due on invoices (attempt_at) where attempt_at is not null',
  `create table invoice_counters (
    series text primary key,
    last_number bigint not null
  )`,
  `insert into invoice_counters (series, last_number) values ('invoices', 0)`,
];

const statements = [...plans, ...subscriptions, ...invoices];
