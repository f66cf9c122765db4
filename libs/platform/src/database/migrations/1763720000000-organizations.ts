import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What organizations hold: invites on their way, the configuration for their members' editors, provider keys. */
export class Organizations1763720000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table invites, remote_configs, provider_keys');
    await runner.query('drop index memberships_tenant');
  }
}

const statements = [
  'create index memberships_tenant on memberships (tenant_id, id)',
  `create table invites (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    tenant_id bigint not null references tenants (id) on delete cascade,
    email text not null,
    role text not null check (role in ('owner', 'admin', 'member')),
    token_hash text not null unique,
    invited_by bigint references users (id) on delete set null,
    sends integer not null,
    created_at timestamptz not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    accepted_by bigint references users (id) on delete set null,
    revoked_at timestamptz
  )`,
  `create unique index invites_open on invites (tenant_id, email)
    where accepted_at is null and revoked_at is null`,
  'create index invites_inviter on invites (invited_by, sent_at)',
  `create table remote_configs (
    tenant_id bigint primary key references tenants (id) on delete cascade,
    enabled boolean not null,
    sealed_value text not null,
    updated_at timestamptz not null
  )`,
  `create table provider_keys (
    id bigint generated always as identity primary key,
    tenant_id bigint not null references tenants (id) on delete cascade,
    provider text not null,
    sealed_key text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint provider_keys_tenant_provider unique (tenant_id, provider)
  )`,
];
