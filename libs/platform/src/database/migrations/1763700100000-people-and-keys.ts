import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, the tenants they belong to, and the keys they call with. */
export class PeopleAndKeys1763700100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_keys, memberships, users, tenants');
  }
}

const statements = [
  `create table tenants (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    name text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
  )`,
  `create table users (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    email text not null unique,
    name text not null,
    photo_url text,
    status text not null default 'active',
    is_super_admin boolean not null default false,
    tenant_id bigint references tenants (id) on delete set null,
    active_tenant_id bigint references tenants (id) on delete set null,
    password_hash text,
    terms_accepted_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index users_tenant on users (tenant_id)',
  `create table memberships (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    tenant_id bigint not null references tenants (id) on delete cascade,
    user_id bigint not null references users (id) on delete cascade,
    role text not null check (role in ('owner', 'admin', 'member')),
    created_at timestamptz not null,
    constraint memberships_tenant_user unique (tenant_id, user_id)
  )`,
  'create index memberships_user on memberships (user_id)',
  `create table api_keys (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    user_id bigint not null references users (id) on delete cascade,
    name text not null,
    hash text not null unique,
    redacted_value text not null,
    created_at timestamptz not null
  )`,
  'create index api_keys_user on api_keys (user_id)',
];
