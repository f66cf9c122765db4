import { jsonOrNothing } from '@onegate/platform';
import { isObject } from '../json/json-object.js';
import type { SaidItem } from '../protocols/client-protocol.js';
import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import { glance } from '../usage-reading/glance.js';
import { OutputTally } from '../usage-reading/output-tally.js';

/** More than any answer of text; pictures are not told again. */
const mostKept = 1024 * 1024;

const spoken = /"(delta)": ?"/g;
const numbered = /"output_index": ?(\d+)/;
const speaking = new Set(['response.output_text.delta', 'response.function_call_arguments.delta']);

interface KeptItem {
  /** The event that showed it last: parsed only if the answer is cut off. */
  shown: Buffer;
  /** Pieces of its content that have ended. */
  readonly parts: Buffer[];
  said: OutputTally | null;
}

/** What a response has said so far: one that is cut off has to show it in its last event. */
export class SaidItems {
  private readonly kept = new Map<number, KeptItem>();
  private length = 0;

  see({ event, data, isCut }: SseFrame): void {
    if (isCut || !event.startsWith('response.') || this.length + data.length > mostKept) return;
    if (speaking.has(event)) return this.speak(data.toString('latin1'));
    if (event === 'response.output_item.added') this.show(data, new OutputTally(mostKept));
    if (event === 'response.output_item.done') this.show(data, null);
    if (event === 'response.content_part.done') this.endPart(data);
  }

  get all(): SaidItem[] {
    return [...this.kept.entries()].sort(([one], [other]) => one - other).flatMap(saidItem);
  }

  private speak(wire: string): void {
    const said = this.kept.get(placeIn(wire))?.said;
    if (!said) return;
    glance(wire, spoken, (_key, inside) => {
      said.add(inside);
      this.length += inside.length;
    });
  }

  private show(data: Buffer, said: OutputTally | null): void {
    this.kept.set(placeIn(data.toString('latin1')), { shown: this.keep(data), parts: [], said });
  }

  private endPart(data: Buffer): void {
    const item = this.kept.get(placeIn(data.toString('latin1')));
    if (!item?.said) return;
    item.parts.push(this.keep(data));
    item.said = new OutputTally(mostKept);
  }

  /** The bytes are the relay's. */
  private keep(data: Buffer): Buffer {
    this.length += data.length;
    return Buffer.from(data);
  }
}

function placeIn(wire: string): number {
  return Number(numbered.exec(wire)?.[1]);
}

function saidItem([outputIndex, { shown, parts, said }]: [number, KeptItem]): SaidItem[] {
  const item = fieldOf(shown, 'item');
  if (item === null) return [];
  const saidSince = said && said.text;
  if (parts.length === 0) return [{ outputIndex, item, saidSince }];
  const content = parts.flatMap((part) => fieldOf(part, 'part') ?? []);
  return [{ outputIndex, item: { ...item, content }, saidSince }];
}

function fieldOf(data: Buffer, name: string): JsonObject | null {
  const event = jsonOrNothing(data.toString());
  const value = isObject(event) ? event[name] : null;
  return isObject(value) ? value : null;
}
