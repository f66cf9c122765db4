import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { factsOf, providerKindNames, type Protocol } from '@onegate/models';
import { apiTags } from '../../apps/api/src/docs/api-tags.ts';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/compatibility.md'), 'utf8');

interface Operation {
  readonly tags?: readonly string[];
}

function modelPaths(): string[] {
  const { paths } = JSON.parse(readFileSync(path.join(root, 'openapi.json'), 'utf8')) as {
    readonly paths: Record<string, Record<string, Operation>>;
  };
  const groups = new Set<string>([apiTags.openai, apiTags.anthropic, apiTags.native]);
  const isOfModels = ({ tags = [] }: Operation) => tags.some((tag) => groups.has(tag));
  return Object.keys(paths).filter((at) => Object.values(paths[at] ?? {}).some(isOfModels));
}

it.each(modelPaths())('docs/compatibility.md says what becomes of a call to %s', (at) => {
  const named = [...page.matchAll(/`(?:[A-Z]+ )?(\/[^`\s]*)`/g)].map(([, name]) => name);
  expect(named).toContain(at);
});

const rows: readonly (readonly [string, Protocol])[] = [
  ['/v1/chat/completions', 'openai-chat'],
  ['/v1/completions', 'openai-completions'],
  ['/v1/responses', 'openai-responses'],
  ['/v1/messages', 'anthropic-messages'],
  ['/v1/messages/count_tokens', 'anthropic-count-tokens'],
  ['/v1/embeddings', 'openai-embeddings'],
  ['/v1/images/generations', 'openai-images'],
  ['/v1/images/edits', 'openai-image-edits'],
  ['/v1/audio/speech', 'openai-speech'],
  ['/v1/audio/transcriptions', 'openai-transcriptions'],
  ['/v1/audio/translations', 'openai-audio-translations'],
  ['/v1/moderations', 'openai-moderations'],
  ['/v1/rerank', 'rerank'],
];

it.each(rows)('and to which kinds of accounts those to %s pass', (at, protocol) => {
  const row = page.split('\n').find((line) => line.startsWith(`| \`POST ${at}\``)) ?? '';
  const told = [...(row.split('|')[2] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, name]) => name ?? '');
  const kinds = providerKindNames.filter((kind) => factsOf(kind).protocols[protocol] !== undefined);
  const known: readonly string[] = providerKindNames;
  expect(told.filter((name) => known.includes(name)).toSorted()).toEqual(kinds.toSorted());
});
