import { jsonOrNothing } from '@onegate/platform';
import { isObject } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { outputOf } from './response-store.service.js';
import { typeOf, type StoredItem } from './items.js';
import { statusOf } from './whole-response.js';

/** Of a stream that no provider tells. */
export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
};

const terminal = /^response\.(completed|incomplete|failed|cancelled)$/;

export function isTerminal(event: string): boolean {
  const value = jsonOrNothing(event);
  return isObject(value) && terminal.test(String(value['type']));
}

/** An event as a stream tells it. */
export function frameOf(event: string): string {
  const { type } = JSON.parse(event) as { type: string };
  return `event: ${type}\ndata: ${event}\n\n`;
}

/** How a response ended. */
export function lastEvent(response: JsonObject, sequenceNumber: number): string {
  return JSON.stringify({
    type: `response.${statusOf(response)}`,
    sequence_number: sequenceNumber,
    response,
  });
}

/** The events of a response that came in one piece. */
export function eventsOf(response: JsonObject): string[] {
  const begun = {
    ...response,
    status: 'in_progress',
    completed_at: null,
    error: null,
    incomplete_details: null,
    output: [],
    usage: null,
  };
  const events: JsonObject[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...outputOf(response).flatMap(eventsOfItem),
  ];
  const numbered = events.map((event, index) => JSON.stringify({ ...event, sequence_number: index }));
  return [...numbered, lastEvent(response, numbered.length)];
}

function eventsOfItem(item: StoredItem, output_index: number): JsonObject[] {
  const place = { item_id: item.id, output_index };
  return [
    { type: 'response.output_item.added', output_index, item: begunItem(item) },
    ...partsOf(item).flatMap((part, content_index) => eventsOfPart(part, { ...place, content_index })),
    ...argumentEvents(item, place),
    { type: 'response.output_item.done', output_index, item },
  ];
}

function begunItem(item: StoredItem): JsonObject {
  if (typeOf(item) === 'message') return { ...item, status: 'in_progress', content: [] };
  return typeOf(item) === 'function_call' ? { ...item, status: 'in_progress', arguments: '' } : item;
}

function partsOf(item: StoredItem): JsonObject[] {
  const content: unknown = typeOf(item) === 'message' ? item['content'] : [];
  return Array.isArray(content) ? content.filter(isObject) : [];
}

function eventsOfPart(part: JsonObject, place: JsonObject): JsonObject[] {
  const isRefusal = part['type'] === 'refusal';
  const text = isRefusal ? part['refusal'] : part['text'];
  const [kind, field] = isRefusal ? ['refusal', 'refusal'] : ['output_text', 'text'];
  const logprobs = isRefusal ? {} : { logprobs: part['logprobs'] ?? [] };
  const empty = { ...part, [field]: '' };
  return [
    { type: 'response.content_part.added', ...place, part: empty },
    { type: `response.${kind}.delta`, ...place, delta: text, ...logprobs },
    { type: `response.${kind}.done`, ...place, [field]: text, ...logprobs },
    { type: 'response.content_part.done', ...place, part },
  ];
}

function argumentEvents(item: StoredItem, place: JsonObject): JsonObject[] {
  if (typeOf(item) !== 'function_call') return [];
  const { name, arguments: said } = item;
  return [
    { type: 'response.function_call_arguments.delta', ...place, delta: said },
    { type: 'response.function_call_arguments.done', ...place, name, arguments: said },
  ];
}
