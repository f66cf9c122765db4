/** What a call asks for. Nothing of what is said in it. */
export interface AskedFacts {
  readonly eventId: string;
  /** As GenAI conventions name it: `chat`, `embeddings` … */
  readonly operation: string;
  readonly model: string;
  readonly isStream: boolean;
  readonly maxOutputTokens: number | null;
}

/** Where a call is tried. */
export interface TryFacts {
  /** As GenAI conventions name it: `openai`, `aws.bedrock` … */
  readonly provider: string;
  readonly model: string;
  /** Of the provider's API. */
  readonly baseUrl: string;
}

/** How an answered call ended. */
export interface CallTraceEnd {
  readonly model: string;
  readonly responseId: string | null;
  readonly finishReason: string | null;
  /** `completed`, or what else became of it: `cancelled`, `interrupted` … */
  readonly status: string;
  readonly tokens: { readonly prompt: number; readonly completion: number; readonly cached: number };
  /** From the arrival of the call to the first piece of its answer. */
  readonly firstTokenMs: number | null;
  /** What went wrong after the answer had begun. */
  readonly error: string | null;
}

/**
 * What is told of one call to whoever watches the installation: its parts and how long they took. Exactly one of
 * `failed` and `ended` is the last that it hears.
 */
export interface CallTrace {
  asked(facts: AskedFacts): void;
  /** A part of the way that is worth a line of its own. */
  part<T>(name: 'admission' | 'settlement', work: () => Promise<T>): Promise<T>;
  /** One try is made at a time: it ends when it fails, or with the call. */
  tried(facts: TryFacts): void;
  tryFailed(error: string): void;
  /** For the provider, where it is to know of the trace. */
  headersUp(): Readonly<Record<string, string>>;
  failed(error: string): void;
  ended(end: CallTraceEnd): void;
}

/** Where nobody watches: no span is made, no clock is read, one object serves all calls. */
export const silentTrace: CallTrace = {
  asked: () => undefined,
  part: (_name, work) => work(),
  tried: () => undefined,
  tryFailed: () => undefined,
  headersUp: () => nothing,
  failed: () => undefined,
  ended: () => undefined,
};

const nothing = {};

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Begins the trace of each call. This one traces nothing, which is the default. */
export class CallTracing {
  begin(_headers: Headers): CallTrace {
    return silentTrace;
  }
}
