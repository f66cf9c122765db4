import type { StreamEvent, Turn } from '../../exchange/dialect.js';
import { usageSoFar } from '../../model/usage.js';
import { type ResponseState, toResponse } from './response.view.js';
import type { ResponsesBody } from './responses.schema.js';

/** Writes the events of one response, numbers them, and counts what has been put out. */
export class EventWriter {
  private sequence = 0;
  private items = 0;
  private output = 0;

  constructor(private readonly turn: Turn<ResponsesBody>) {}

  event(type: string, payload: object, tokens?: number): StreamEvent {
    const data = JSON.stringify({ type, ...payload, sequence_number: this.sequence });
    this.sequence += 1;
    this.output += tokens ?? 0;
    return tokens === undefined ? { name: type, data } : { name: type, data, tokens };
  }

  /** The response as it stands at its beginning; it tells usage only where the script wants usage everywhere. */
  snapshot(type: string): StreamEvent {
    const usage = this.turn.script.usage === 'every' ? usageSoFar(this.turn.usage, this.output) : null;
    return this.state(type, { status: 'in_progress', output: [], usage });
  }

  state(type: string, state: ResponseState): StreamEvent {
    return this.event(type, { response: toResponse(this.turn, state) });
  }

  /** The place of the next output item, as its events name it. */
  nextItem(id: string): { item_id: string; output_index: number } {
    const place = { item_id: id, output_index: this.items };
    this.items += 1;
    return place;
  }
}
