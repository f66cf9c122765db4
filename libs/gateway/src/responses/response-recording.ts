import { jsonOrNothing } from '@onegate/platform';
import type { AnswerTap } from '../calls/gateway-call.js';
import { isObject } from '../json/json-object.js';
import { SseFrames } from '../sse/sse-frames.js';
import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import { wholeResponse } from './whole-response.js';

/** What is known of a response when it is over. */
export interface RecordedResponse {
  readonly response: JsonObject;
  /** The data of its events; empty where it came in one piece, or is too long to be told again. */
  readonly events: readonly string[];
}

export interface RecordingPlan {
  /** The request as its client sent it. */
  readonly request: JsonObject;
  /** What the answer says otherwise than the provider, who got another request; `null` leaves every byte as it came. */
  readonly says: JsonObject | null;
  /** Aborted when nobody wants the answer any more: what then breaks off has not failed. */
  readonly gone: AbortSignal;
  /** Told of every event as it comes. */
  onEvent?(data: string): void;
  /** Told once how it ended, before its client knows. Must not fail. */
  keep(recorded: RecordedResponse): Promise<void>;
}

/** Longer streams are kept without their events. */
const longestKept = 32 * 1024 * 1024;
const longestEvent = 64 * 1024 * 1024;

const snapshots = /^response\.(created|queued|in_progress|completed|incomplete|failed|cancelled)$/;
const terminals = /^response\.(completed|incomplete|failed|cancelled)$/;

const brokenOff = new Set(['error', 'response.failed']);

/** Writes down a response while it passes. */
export class ResponseRecording implements AnswerTap {
  private readonly frames = new SseFrames((frame) => this.see(frame), longestEvent);
  private events: string[] = [];
  private readonly items: unknown[] = [];
  private length = 0;
  private told = '';
  private first: JsonObject | null = null;
  private last: JsonObject | null = null;
  private isKept = false;

  constructor(private readonly plan: RecordingPlan) {}

  async whole(body: Buffer | string): Promise<Buffer | string> {
    const answer = jsonOrNothing(body.toString());
    if (!isObject(answer)) return body;
    await this.keep(answer, []);
    return this.plan.says ? JSON.stringify({ ...answer, ...this.plan.says }) : body;
  }

  async piece(piece: Buffer | string): Promise<Buffer | string> {
    this.frames.push(Buffer.from(piece));
    if (this.last) await this.keep(this.last, this.events);
    if (!this.plan.says) return piece;
    const { told } = this;
    this.told = '';
    return told;
  }

  /** A response that nobody heard to its end has what was said until then. */
  async ended(): Promise<void> {
    if (this.isKept || !this.first) return;
    await this.keep({ ...this.first, status: 'cancelled', output: this.items }, this.events);
  }

  private see({ event, data, isCut }: SseFrame): void {
    const text = data.toString();
    if (isCut || !text.startsWith('{')) return;
    const type = event === '' || event === 'message' ? typeIn(text) : event;
    if (this.plan.gone.aborted && brokenOff.has(type)) return;
    const said = snapshots.test(type) ? this.snapshot(type, text) : text;
    if (type === 'response.output_item.done') this.items.push(itemIn(text));
    this.remember(said);
    if (this.plan.says) this.told += `event: ${type}\ndata: ${said}\n\n`;
  }

  /** An event that shows the whole response. */
  private snapshot(type: string, text: string): string {
    const event = jsonOrNothing(text);
    if (!isObject(event) || !isObject(event['response'])) return text;
    const response = { ...event['response'], ...this.plan.says };
    this.first ??= response;
    if (terminals.test(type)) this.last = response;
    return this.plan.says ? JSON.stringify({ ...event, response }) : text;
  }

  private remember(event: string): void {
    this.plan.onEvent?.(event);
    this.length += event.length;
    if (this.length > longestKept) this.events = [];
    else this.events.push(event);
  }

  private async keep(response: JsonObject, events: readonly string[]): Promise<void> {
    if (this.isKept) return;
    this.isKept = true;
    const { request, says } = this.plan;
    await this.plan.keep({ response: { ...wholeResponse(request, response), ...says }, events });
  }
}

function typeIn(text: string): string {
  const event = jsonOrNothing(text);
  return isObject(event) && typeof event['type'] === 'string' ? event['type'] : '';
}

function itemIn(text: string): unknown {
  const event = jsonOrNothing(text);
  return isObject(event) ? event['item'] : undefined;
}
