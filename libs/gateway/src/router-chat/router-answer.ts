import { randomBytes } from 'node:crypto';
import { jsonOrNothing } from '@onegate/platform';
import type { AnsweredBy, PricedAnswer, Retelling } from '../answers/retelling.js';
import { isObject } from '../json/json-object.js';
import { withFields } from '../json/json-text.js';
import type { SseFrame } from '../sse/sse-frame.js';
import { SseFrames } from '../sse/sse-frames.js';
import type { JsonObject } from '../translation/wire.js';
import { routerUsage } from './router-usage.js';

const longestEvent = 64 * 1024 * 1024;

/**
 * A chat answer as OpenRouter tells it: under an id of the router's, naming the provider and the model that answered, and
 * with the tokens and their cost on the chunk that ends it. All else stays as the provider wrote it.
 */
export class RouterAnswer implements Retelling {
  readonly id = `gen-${Math.floor(Date.now() / 1_000)}-${randomBytes(15).toString('hex').slice(0, 20)}`;
  readonly headers = { 'x-generation-id': this.id };
  private readonly frames = new SseFrames((frame) => this.see(frame), longestEvent);
  private told = '';
  /** The last chunk, kept until it is known what the answer costs. */
  private last: string | null = null;
  private isEnding = false;
  private usage: JsonObject | null = null;
  private created: unknown = Math.floor(Date.now() / 1_000);

  constructor(private readonly by: AnsweredBy) {}

  whole(body: Buffer | string, priced: PricedAnswer): Buffer | string {
    const text = body.toString();
    const answer = jsonOrNothing(text);
    if (!isObject(answer)) return body;
    const told = isObject(answer['usage']) ? answer['usage'] : null;
    return withFields(text, {
      ...this.facts(),
      ...(answer['system_fingerprint'] === undefined && { system_fingerprint: null }),
      usage: routerUsage(told, priced),
    });
  }

  piece(piece: Buffer | string): string {
    this.frames.push(Buffer.from(piece));
    return this.taken();
  }

  rest(priced: PricedAnswer): string {
    this.frames.end();
    const usage = routerUsage(this.usage, priced);
    const { created } = this;
    const last = this.last ?? JSON.stringify({ object: 'chat.completion.chunk', created, choices: [] });
    this.last = null;
    return `${this.taken()}data: ${withFields(last, { ...this.facts(), usage })}\n\ndata: [DONE]\n\n`;
  }

  private see({ data, isCut }: SseFrame): void {
    const text = data.toString();
    const chunk = isCut ? null : jsonOrNothing(text);
    // The end of the stream is ours to tell; what is no JSON says nothing to a client of this protocol.
    if (!isObject(chunk)) return;
    this.created = chunk['created'] ?? this.created;
    if (isObject(chunk['usage'])) this.usage = chunk['usage'];
    if (tellsUsageOnly(chunk)) return;
    this.isEnding ||= endsAnswer(chunk);
    const said = withFields(text, this.facts());
    if (this.isEnding) this.keep(said);
    else this.told += `data: ${said}\n\n`;
  }

  private keep(chunk: string): void {
    if (this.last !== null) this.told += `data: ${this.last}\n\n`;
    this.last = chunk;
  }

  private taken(): string {
    const { told } = this;
    this.told = '';
    return told;
  }

  private facts(): JsonObject {
    return { id: this.id, provider: this.by.provider, model: this.by.model };
  }
}

function tellsUsageOnly({ choices, usage, error }: JsonObject): boolean {
  return Array.isArray(choices) && choices.length === 0 && isObject(usage) && error === undefined;
}

function endsAnswer({ choices, error }: JsonObject): boolean {
  const ended = (choice: unknown): boolean => isObject(choice) && typeof choice['finish_reason'] === 'string';
  return isObject(error) || (Array.isArray(choices) && choices.some(ended));
}
