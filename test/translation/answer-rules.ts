import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from './recorded-answers.js';

export type Event = Record<string, unknown> & { readonly type: string };

/** The events of a stream; each is named in its own line and in its data. */
export function eventsOf(text: string): Event[] {
  return text
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => {
      const [name = '', data = ''] = frame.split('\n');
      const event = JSON.parse(data.slice('data: '.length)) as Event;
      if (name !== `event: ${event.type}`) throw new Error(`${name} is no name for ${event.type}.`);
      return event;
    });
}

export function specification(name: string): ValidateFunction {
  const file = join(sharedData ?? '', `specs/schemas/${name}.schema.json`);
  return new Ajv2020({ strict: false, discriminator: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(file, 'utf8')) as object,
  );
}

/** What a specification has against values, by value. */
export function complaints(validate: ValidateFunction, values: readonly unknown[]): unknown[] {
  return values.flatMap((value) => (validate(value) ? [] : [{ value, errors: validate.errors }]));
}

/** One block after the other, each begun, continued and ended under its own index, between start and stop. */
export function brokenRulesOfMessages(events: readonly Event[]): string[] {
  const broken: string[] = [];
  let index = -1;
  let open = false;
  const check = (holds: boolean, rule: string) => holds || broken.push(rule);
  check(events[0]?.type === 'message_start', 'message_start comes first');
  for (const event of events) {
    if (event.type === 'content_block_start') {
      check(!open && event['index'] === index + 1, 'blocks begin in order');
      index += 1;
      open = true;
    }
    if (event.type === 'content_block_delta')
      check(open && event['index'] === index, 'deltas are of the open block');
    if (event.type === 'content_block_stop') {
      check(open && event['index'] === index, 'the open block ends');
      open = false;
    }
  }
  const [delta, stop] = events.slice(-2);
  check(!open, 'every block ends');
  check(
    delta?.type === 'message_delta' && stop?.type === 'message_stop',
    'message_delta and message_stop end it',
  );
  return broken;
}

const terminal = new Set(['response.completed', 'response.incomplete', 'response.failed']);

interface Place {
  readonly output_index?: number;
  readonly item_id?: string;
  readonly item?: { id: string };
}

/** Numbered from 0, items begun in order and ended once, nothing about an item that is not open, one terminal event. */
export function brokenRulesOfResponses(events: readonly Event[]): string[] {
  const types = events.map(({ type }) => type);
  const rules: Record<string, boolean> = {
    'response.created and response.in_progress come first':
      types[0] === 'response.created' && types[1] === 'response.in_progress',
    'events are numbered': events.every((event, number) => event['sequence_number'] === number),
    'a terminal event ends it': terminal.has(types.at(-1) ?? ''),
    'there is one terminal event': types.filter((type) => terminal.has(type)).length === 1,
  };
  const broken = Object.keys(rules).filter((rule) => !rules[rule]);
  return [...broken, ...brokenRulesOfItems(events)];
}

function brokenRulesOfItems(events: readonly Event[]): string[] {
  const broken: string[] = [];
  const open = new Map<number, string>();
  let count = 0;
  for (const event of events) {
    const { output_index: at, item, item_id } = event as Place;
    if (at === undefined) continue;
    if (event.type === 'response.output_item.added') {
      if (at !== count) broken.push('items begin in order');
      open.set(at, item?.id ?? '');
      count += 1;
    } else if (open.get(at) !== (item?.id ?? item_id)) broken.push('events are of open items');
    if (event.type === 'response.output_item.done') open.delete(at);
  }
  return open.size === 0 ? broken : [...broken, 'every item ends'];
}
