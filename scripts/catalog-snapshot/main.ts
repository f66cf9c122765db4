/**
 * Brings the snapshot of the catalog up to date from an answer of OpenRouter's `GET /models` that was saved to a file:
 *
 *     npm run build && node scripts/catalog-snapshot/main.ts models.json
 *
 * Facts of the models that the snapshot has are replaced. Which models it has, their state and their aliases are edited
 * by hand, and descriptions are left out: they are other people's texts.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { SnapshotModel } from '../../libs/models/src/catalog/snapshot.schema.ts';
import type { SourceModel } from '../../libs/models/src/catalog/source-model.ts';
import type { ReadRow } from '../../libs/models/src/sync/openrouter-row.ts';

interface Reader {
  readonly readRow: (row: unknown) => ReadRow;
}
interface Snapshot {
  readonly taken: string;
  readonly models: SnapshotModel[];
}

const root = path.join(import.meta.dirname, '../..');
const file = path.join(root, 'libs/models/src/catalog/snapshot.json');
const built = path.join(root, 'dist/libs/models/src/sync/openrouter-row.js');

const [saved] = process.argv.slice(2);
if (!saved) throw new Error('Name the file with the saved answer');
const { readRow } = (await import(built)) as Reader;
const listed = new Map((await rowsOf(saved)).map((model) => [model.slug, model]));
const snapshot = JSON.parse(await readFile(file, 'utf8')) as Snapshot;
const models = snapshot.models.map((model) => refreshed(model, listed.get(model.slug)));
const text = JSON.stringify({ taken: new Date().toISOString().slice(0, 7), models });
await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
const missing = snapshot.models.filter(({ slug }) => !listed.has(slug)).map(({ slug }) => slug);
console.log(
  `${models.length - missing.length} models refreshed. Not in the list: ${missing.join(', ') || 'none'}`,
);

async function rowsOf(name: string): Promise<SourceModel[]> {
  const { data } = JSON.parse(await readFile(name, 'utf8')) as { data: unknown[] };
  return data.map((row) => readRow(row)).flatMap((read) => ('model' in read ? [read.model] : []));
}

function refreshed(model: SnapshotModel, told: SourceModel | undefined): SnapshotModel {
  if (!told || told.price.unknown.length > 0) return model;
  const tiers = told.price.tiers.flatMap(({ min_prompt_tokens: above, prices, ...others }) =>
    above === undefined || Object.keys(others).length > 0 ? [] : [{ min_prompt_tokens: above, prices }],
  );
  return {
    ...model,
    name: told.name,
    context_length: told.contextLength,
    max_output_tokens: told.maxOutputTokens,
    input_modalities: [...told.inputModalities],
    output_modalities: [...told.outputModalities],
    supported_parameters: told.supportedParameters.toSorted((a, b) => (a < b ? -1 : 1)),
    prices: told.price.prices,
    ...(tiers.length > 0 ? { tiers } : {}),
  };
}
