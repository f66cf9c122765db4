import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Responses and conversations that are remembered for the account that made them. What was said is sealed. */
export class StoredResponses1763753000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table stored_response_events, stored_responses, conversation_items, conversations',
    );
  }
}

const statements = [
  `create table stored_responses (
    id bigint generated always as identity primary key,
    account text not null,
    user_id bigint references users (id) on delete cascade,
    tenant_id bigint references tenants (id) on delete cascade,
    response_id text not null,
    previous_response_id text,
    status text not null
      check (status in ('queued', 'in_progress', 'completed', 'incomplete', 'failed', 'cancelled')),
    is_background boolean not null default false,
    lease_until timestamptz,
    item_ids text[] not null default '{}',
    sealed_input text not null,
    sealed_response text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint stored_responses_owner check (num_nonnulls(user_id, tenant_id) = 1),
    constraint stored_responses_account_response unique (account, response_id)
  )`,
  'create index stored_responses_items on stored_responses using gin (item_ids)',
  'create index stored_responses_expiry on stored_responses (expires_at)',
  'create index stored_responses_user on stored_responses (user_id)',
  'create index stored_responses_tenant on stored_responses (tenant_id)',
  `create index stored_responses_running on stored_responses (lease_until)
    where status in ('queued', 'in_progress')`,
  `create table stored_response_events (
    stored_response_id bigint not null references stored_responses (id) on delete cascade,
    first_sequence integer not null,
    sealed_events text not null,
    primary key (stored_response_id, first_sequence)
  )`,
  `create table conversations (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    account text not null,
    user_id bigint references users (id) on delete cascade,
    tenant_id bigint references tenants (id) on delete cascade,
    sealed_metadata text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint conversations_owner check (num_nonnulls(user_id, tenant_id) = 1)
  )`,
  'create index conversations_expiry on conversations (expires_at)',
  'create index conversations_user on conversations (user_id)',
  'create index conversations_tenant on conversations (tenant_id)',
  `create table conversation_items (
    id bigint generated always as identity primary key,
    conversation_id bigint not null references conversations (id) on delete cascade,
    item_id text not null,
    sealed_item text not null,
    created_at timestamptz not null,
    constraint conversation_items_conversation_item unique (conversation_id, item_id)
  )`,
  'create index conversation_items_item on conversation_items (item_id)',
];
