import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who changed what. Outlives the people and tenants that it speaks of. */
export class Audit1763710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_entries');
  }
}

const statements = [
  `create table audit_entries (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor_user_id bigint,
    actor_email text,
    tenant_id bigint,
    action text not null,
    target_kind text not null,
    target_id text not null,
    changes jsonb not null,
    request_id text,
    ip text
  )`,
  'create index audit_entries_tenant on audit_entries (tenant_id, id)',
  'create index audit_entries_target on audit_entries (target_id, id)',
];
