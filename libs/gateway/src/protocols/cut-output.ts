import type { JsonObject } from '../translation/wire.js';
import type { SaidItem } from './client-protocol.js';
import { listAt, textAt } from './fields.js';

type Event = JsonObject & { readonly type: string };

interface EndedItem {
  readonly item: JsonObject;
  readonly events: readonly Event[];
}

/** What a response has said when it is cut off, and the events that end its open items. */
export function cutOutput(items: readonly SaidItem[]): { output: JsonObject[]; events: Event[] } {
  const ended = items.map(endedItem);
  return { output: ended.map(({ item }) => item), events: ended.flatMap(({ events }) => events) };
}

function endedItem({ outputIndex: output_index, item, saidSince }: SaidItem): EndedItem {
  if (saidSince === null) return { item, events: [] };
  const at = { item_id: textAt(item, 'id') ?? '', output_index };
  const { item: last, events } = endingOf(item, saidSince, at);
  const whole = { ...last, status: 'incomplete' };
  return {
    item: whole,
    events: [...events, { type: 'response.output_item.done', output_index, item: whole }],
  };
}

function endingOf(item: JsonObject, said: string, at: JsonObject): EndedItem {
  if (item['type'] === 'function_call') {
    const { name } = item;
    const done = { type: 'response.function_call_arguments.done', ...at, name, arguments: said };
    return { item: { ...item, arguments: said }, events: [done] };
  }
  if (item['type'] !== 'message' || said === '') return { item, events: [] };
  const content = listAt(item, 'content');
  const part = { type: 'output_text', text: said, annotations: [], logprobs: [] };
  const place = { ...at, content_index: content.length };
  return {
    item: { ...item, content: [...content, part] },
    events: [
      { type: 'response.output_text.done', ...place, text: said, logprobs: [] },
      { type: 'response.content_part.done', ...place, part },
    ],
  };
}
