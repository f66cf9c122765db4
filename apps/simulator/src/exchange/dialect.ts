import type { Ask } from '../model/ask.js';
import type { Completion } from '../model/pretended-model.js';
import type { Script } from '../script/script.schema.js';
import type { Style } from './error-shapes.js';
import type { ProviderError } from './provider-error.js';

/** The fields that every dialect's request has. */
export interface AnyBody {
  readonly model: string;
  readonly stream?: boolean | null | undefined;
}

/** One server-sent event; `data` is JSON on one line, or `[DONE]`. */
export interface StreamEvent {
  readonly name?: string;
  readonly data: string;
  /** Output tokens that are out once this event is: they set its pace. */
  readonly tokens?: number;
}

/** One exchange: what was asked, how it is to be answered, and the answer itself. */
export interface Turn<Body extends AnyBody = AnyBody> extends Completion {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  readonly body: Body;
  readonly script: Script;
}

/** An answer as a stream of events, and how that stream ends if it fails at the point it has reached. */
export interface TurnStream {
  readonly events: Iterable<StreamEvent>;
  failure(error: ProviderError): readonly StreamEvent[];
}

/** For an API that never streams, whatever the body says. */
export function noStream(): TurnStream {
  return { events: [], failure: () => [] };
}

/** One provider API: how it reads requests, and how it writes answers, streams and failures in mid-stream. */
export interface Dialect<Body extends AnyBody> {
  readonly style: Style;
  /** Throws a ProviderError for a body that the provider would refuse. */
  read(body: unknown): Body;
  ask(body: Body): Ask;
  answer(turn: Turn<Body>): object;
  stream(turn: Turn<Body>): TurnStream;
}
