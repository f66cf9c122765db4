import { isObject } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { tokensOfMedia } from './prompt-media.js';
import type { ReadProtocol } from './usage-reading.js';

/** The fields that a model gets to read. */
const promptFields: Readonly<Record<ReadProtocol, readonly string[]>> = {
  'openai-chat': ['messages', 'tools', 'functions', 'response_format', 'prediction'],
  'openai-completions': ['prompt', 'suffix'],
  'openai-responses': ['instructions', 'input', 'tools', 'text', 'prompt'],
  'openai-embeddings': ['input'],
  'openai-images': ['prompt'],
  'openai-image-edits': ['prompt'],
  'openai-speech': ['input', 'instructions'],
  'openai-transcriptions': ['prompt'],
  'openai-audio-translations': ['prompt'],
  'openai-moderations': ['input'],
  rerank: ['query', 'documents'],
  'anthropic-messages': ['system', 'messages', 'tools', 'output_format', 'output_config'],
};

/** What people and models wrote; in the other fields, which describe data, the names of fields are read too. */
const spokenFields = new Set([
  'messages',
  'input',
  'system',
  'prompt',
  'instructions',
  'suffix',
  'query',
  'documents',
]);

/** Fields that are for the API and not for the model. */
const silentFields = new Set([
  'type',
  'id',
  'call_id',
  'tool_call_id',
  'tool_use_id',
  'cache_control',
  'status',
  'signature',
  'detail',
]);

const perMessage = 5;

/** No schema is deeper; what a hostile request nests deeper nobody reads. */
const deepest = 100;

interface Walk {
  readonly ofText: (text: string) => number;
  readonly withNames: boolean;
  readonly depth: number;
}

/** The tokens of all that a request gives a model to read, by some way to count those of a text. */
export function promptTokens(
  protocol: ReadProtocol,
  body: JsonObject,
  ofText: (text: string) => number,
): number {
  const fields = promptFields[protocol].map((field) =>
    tokensOf(body[field], { ofText, withNames: !spokenFields.has(field), depth: 0 }),
  );
  return fields.reduce((sum, tokens) => sum + tokens, 0);
}

function tokensOf(value: unknown, walk: Walk): number {
  if (typeof value === 'string') return walk.ofText(value);
  if (walk.depth > deepest) return 0;
  if (Array.isArray(value)) return tokensOfList(value, { ...walk, depth: walk.depth + 1 });
  if (isObject(value)) return tokensOfMedia(value) ?? tokensOfObject(value, walk);
  return value === null || value === undefined ? 0 : 1;
}

/** A prompt may be given in tokens already: very many numbers. */
function tokensOfList(list: readonly unknown[], walk: Walk): number {
  if (typeof list[0] === 'number') return list.length;
  return list.reduce<number>((sum, item) => sum + tokensOf(item, walk), 0);
}

/** What a tool was called with is read with its names. */
function tokensOfObject(object: JsonObject, { ofText, withNames, depth }: Walk): number {
  let tokens = object.role === undefined ? 0 : perMessage;
  for (const [name, value] of Object.entries(object)) {
    if (withNames) tokens += ofText(name) + 1;
    if (!withNames && silentFields.has(name)) continue;
    tokens += tokensOf(value, { ofText, withNames: withNames || name === 'input', depth: depth + 1 });
  }
  return tokens;
}
