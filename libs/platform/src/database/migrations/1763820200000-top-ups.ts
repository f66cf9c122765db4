import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Wallets that fill themselves up again, and each time that they did or tried to. */
export class TopUps1763820200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table auto_top_ups, auto_top_up_settings');
  }
}

const statements = [
  `create table auto_top_up_settings (
    wallet_id bigint primary key references wallets (id),
    is_enabled boolean not null,
    threshold_cents bigint not null check (threshold_cents > 0),
    amount_cents bigint not null check (amount_cents > 0),
    monthly_limit_cents bigint check (monthly_limit_cents >= amount_cents),
    failures integer not null default 0 check (failures >= 0),
    next_try_at timestamptz,
    limit_told_for date,
    switched_off_at timestamptz,
    switched_off_reason text,
    updated_at timestamptz not null,
    check (not is_enabled or switched_off_reason is null)
  )`,
  `create table auto_top_ups (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    wallet_id bigint not null references wallets (id),
    amount_cents bigint not null check (amount_cents > 0),
    status text not null check (status in ('ordered', 'processing', 'awaiting_action', 'succeeded', 'failed')),
    payment_id text,
    failure_reason text,
    failure_message text,
    taken_back_cents bigint not null default 0 check (taken_back_cents >= 0),
    ordered_at timestamptz not null,
    asked_at timestamptz,
    ended_at timestamptz,
    check ((ended_at is not null) = (status in ('succeeded', 'failed')))
  )`,
  'create index auto_top_ups_wallet on auto_top_ups (wallet_id, id)',
  `create unique index auto_top_ups_in_flight on auto_top_ups (wallet_id)
    where status in ('ordered', 'processing', 'awaiting_action')`,
];
