import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import type { ModelSource } from './model.entity.js';
import type { ModelState } from './model-lifecycle.js';
import type { SourceModel } from './source-model.js';

export interface WrittenModel {
  readonly id: number;
  readonly slug: string;
  readonly inserted: boolean;
}

interface ModelToWrite {
  readonly model: SourceModel;
  readonly state: ModelState;
}

interface StateToWrite {
  readonly id: number;
  readonly state: ModelState;
}

const fields = {
  slug: 'text',
  canonical_slug: 'text',
  vendor: 'text',
  name: 'text',
  description: 'text',
  state: 'text',
  modality: 'text',
  input_modalities: 'text[]',
  output_modalities: 'text[]',
  context_length: 'integer',
  max_output_tokens: 'integer',
  supported_parameters: 'text[]',
  published_at: 'timestamptz',
  expires_on: 'date',
  raw: 'jsonb',
} as const;

const columns = Object.keys(fields);
/** A row keeps its own spelling of the slug. */
const changing = ['source', ...columns.filter((name) => name !== 'slug')];
const recordset = `jsonb_to_recordset($1::jsonb) as r(public_id text, ${Object.entries(fields)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')})`;
const insert = `insert into models (public_id, source, created_at, updated_at, ${columns.join(', ')})
  select public_id, $2, $3, $3, ${columns.join(', ')} from ${recordset}`;

const upsertModels = `${insert}
  on conflict ((lower(slug))) do update set
    ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}, vanished_at = null, updated_at = $3
  where (${changing.map((name) => `models.${name}`).join(', ')})
    is distinct from (${changing.map((name) => `excluded.${name}`).join(', ')})
  returning id, slug, xmax = 0 as inserted`;

const insertModels = `${insert} on conflict do nothing returning id, slug, true as inserted`;

/** Writes many models with one statement each time. */
@Injectable()
export class CatalogWriter {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** New models, and those that are different now; the others are not touched. Answers what was written. */
  upsert(source: ModelSource, models: readonly ModelToWrite[]): Promise<WrittenModel[]> {
    return this.write(upsertModels, source, models);
  }

  /** New models only. */
  insert(source: ModelSource, models: readonly ModelToWrite[]): Promise<WrittenModel[]> {
    return this.write(insertModels, source, models);
  }

  async setStates(changes: readonly StateToWrite[]): Promise<void> {
    if (changes.length === 0) return;
    await this.database.query(
      `update models set state = r.state, vanished_at = coalesce(vanished_at, $2), updated_at = $2
       from jsonb_to_recordset($1::jsonb) as r(id bigint, state text) where models.id = r.id`,
      [JSON.stringify(changes), this.clock.now()],
    );
  }

  private async write(
    statement: string,
    source: ModelSource,
    models: readonly ModelToWrite[],
  ): Promise<WrittenModel[]> {
    const rows = models.map(toRow);
    const written = await this.database.query<{ id: string; slug: string; inserted: boolean }>(statement, [
      JSON.stringify(rows),
      source,
      this.clock.now(),
    ]);
    return written.map(({ id, slug, inserted }) => ({ id: Number(id), slug, inserted }));
  }
}

function toRow({ model, state }: ModelToWrite): Record<keyof typeof fields | 'public_id', unknown> {
  return {
    public_id: newId('mdl'),
    slug: model.slug,
    canonical_slug: model.canonicalSlug,
    vendor: model.vendor,
    name: model.name,
    description: model.description,
    state,
    modality: model.modality,
    input_modalities: model.inputModalities,
    output_modalities: model.outputModalities,
    context_length: model.contextLength,
    max_output_tokens: model.maxOutputTokens,
    supported_parameters: model.supportedParameters,
    published_at: model.publishedAt,
    expires_on: model.expiresOn,
    raw: model.raw,
  };
}
