import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Campaigns, the codes by which people take part in them, who did, and the credit for a first sign-in. */
export class Promotions1763820000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table promotion_redemptions, promotion_codes, promotions, sign_up_credits');
    await runner.query('alter table users drop column verified_email');
  }
}

/** The limits are checks too: whatever the program thinks, the database counts. */
const statements = [
  'alter table users add column verified_email text',
  `create table promotions (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    name text not null,
    description text,
    amount_nano bigint not null check (amount_nano > 0),
    audience text not null check (audience in ('user', 'organization', 'any')),
    is_listed boolean not null default false,
    is_active boolean not null default true,
    starts_at timestamptz not null,
    ends_at timestamptz check (ends_at > starts_at),
    credit_days integer check (credit_days > 0),
    credit_ends_at timestamptz,
    max_redemptions integer check (max_redemptions >= 0),
    max_per_account integer not null default 1 check (max_per_account > 0),
    max_per_person integer not null default 1 check (max_per_person > 0),
    redeemed_count integer not null default 0 check (redeemed_count >= 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (redeemed_count <= max_redemptions)
  )`,
  `create table promotion_codes (
    id bigint generated always as identity primary key,
    promotion_id bigint not null references promotions (id),
    hash text not null unique,
    hint text not null,
    is_active boolean not null default true,
    ends_at timestamptz,
    max_redemptions integer check (max_redemptions > 0),
    redeemed_count integer not null default 0 check (redeemed_count >= 0),
    created_at timestamptz not null,
    check (redeemed_count <= max_redemptions)
  )`,
  'create index promotion_codes_promotion on promotion_codes (promotion_id, id)',
  `create table promotion_redemptions (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    promotion_id bigint not null references promotions (id),
    code_id bigint references promotion_codes (id),
    wallet_id bigint not null references wallets (id),
    user_id bigint not null references users (id),
    amount_nano bigint not null check (amount_nano > 0),
    redeemed_at timestamptz not null
  )`,
  'create index promotion_redemptions_wallet on promotion_redemptions (promotion_id, wallet_id)',
  'create index promotion_redemptions_person on promotion_redemptions (promotion_id, user_id)',
  `create table sign_up_credits (
    id bigint generated always as identity primary key,
    user_id bigint not null unique references users (id),
    person_hash text not null unique,
    granted_at timestamptz not null
  )`,
  'create index sign_up_credits_time on sign_up_credits (granted_at)',
];
