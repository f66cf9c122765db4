import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Models, their names, what they cost and since when, and the runs that bring this up to date. */
export class ModelCatalog1763740000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table pending_price_changes, price_versions, model_aliases, models, model_sync_runs',
    );
    await runner.query('drop function refuse_price_version_change');
  }
}

const statements = [
  `create table model_sync_runs (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    trigger text not null check (trigger in ('schedule', 'person')),
    accepts_vanished boolean not null,
    state text not null check (state in ('queued', 'running', 'completed', 'failed', 'interrupted')),
    attempt integer not null default 0,
    lease_until timestamptz not null,
    source_url text not null,
    etag text,
    counts jsonb not null default '{}',
    output jsonb not null default '[]',
    skipped jsonb not null default '[]',
    error text,
    started_at timestamptz not null,
    finished_at timestamptz
  )`,
  `create unique index model_sync_runs_one_at_a_time on model_sync_runs ((true))
    where state in ('queued', 'running')`,
  `create table models (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    slug text not null unique,
    canonical_slug text,
    vendor text not null,
    name text not null,
    description text,
    source text not null check (source in ('openrouter', 'snapshot', 'manual')),
    state text not null check (state in ('active', 'deprecated', 'inactive', 'gone')),
    is_active boolean not null default true,
    modality text,
    input_modalities text[] not null,
    output_modalities text[] not null,
    context_length integer,
    max_output_tokens integer,
    supported_parameters text[] not null,
    published_at timestamptz,
    expires_on date,
    unknown_prices text[] not null default '{}',
    markup_bps integer check (markup_bps >= 0),
    limits jsonb not null default '{}',
    raw jsonb,
    vanished_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create unique index models_slug_any_case on models (lower(slug))',
  'create index models_vendor on models (vendor)',
  `create table model_aliases (
    id bigint generated always as identity primary key,
    model_id bigint not null references models (id) on delete cascade,
    alias text not null,
    normal text not null unique,
    origin text not null check (origin in ('snapshot', 'admin')),
    created_at timestamptz not null
  )`,
  'create index model_aliases_model on model_aliases (model_id)',
  `create table price_versions (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    model_id bigint not null references models (id),
    origin text not null check (origin in ('openrouter', 'snapshot', 'manual')),
    prices jsonb not null,
    tiers jsonb not null,
    unknown text[] not null,
    discount text,
    fingerprint text not null,
    effective_from timestamptz not null,
    effective_to timestamptz check (effective_to >= effective_from),
    created_by bigint references users (id) on delete set null,
    run_id bigint references model_sync_runs (id) on delete set null
  )`,
  'create unique index price_versions_current on price_versions (model_id) where effective_to is null',
  'create index price_versions_history on price_versions (model_id, effective_from desc)',
  `create function refuse_price_version_change() returns trigger language plpgsql as $$
  declare
    free constant text[] := array['effective_to', 'created_by', 'run_id'];
  begin
    if tg_op = 'UPDATE'
      and to_jsonb(new) - free = to_jsonb(old) - free
      and (old.effective_to is null or new.effective_to is not distinct from old.effective_to) then
      return new;
    end if;
    raise exception 'A price version is never changed, only ended';
  end $$`,
  `create trigger price_versions_stand before update or delete on price_versions
    for each row execute function refuse_price_version_change()`,
  `create table pending_price_changes (
    id bigint generated always as identity primary key,
    model_id bigint not null references models (id) on delete cascade,
    from_version_id bigint references price_versions (id),
    prices jsonb not null,
    tiers jsonb not null,
    unknown text[] not null,
    discount text,
    fingerprint text not null,
    reasons text[] not null,
    state text not null check (state in ('pending', 'confirmed', 'rejected', 'superseded')),
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    decided_at timestamptz,
    decided_by bigint references users (id) on delete set null
  )`,
  `create unique index pending_price_changes_one on pending_price_changes (model_id) where state = 'pending'`,
  'create index pending_price_changes_model on pending_price_changes (model_id, id desc)',
];
