import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploaded files; their bytes are in the file storage. */
export class Files1763750000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table files');
  }
}

const statements = [
  `create table files (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    user_id bigint references users (id) on delete cascade,
    tenant_id bigint references tenants (id) on delete cascade,
    created_by bigint references users (id) on delete set null,
    path text,
    filename text not null,
    mime_type text not null,
    purpose text not null,
    bytes bigint not null check (bytes >= 0),
    sha256 text not null,
    storage_name text not null,
    sealed_key text not null,
    expires_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint files_one_account check (num_nonnulls(user_id, tenant_id) = 1)
  )`,
  // In the order in which storages list their names.
  'create unique index files_storage_name on files (storage_name collate "C")',
  'create index files_user on files (user_id, public_id) where user_id is not null',
  'create index files_tenant on files (tenant_id, public_id) where tenant_id is not null',
  'create unique index files_user_path on files (user_id, path) where user_id is not null and path is not null',
  'create unique index files_tenant_path on files (tenant_id, path) where tenant_id is not null and path is not null',
  'create index files_expiry on files (expires_at) where expires_at is not null',
  'create index files_created_by on files (created_by) where created_by is not null',
];
