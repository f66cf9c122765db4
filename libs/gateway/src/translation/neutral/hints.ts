import type { JSONObject, SharedV4ProviderOptions } from '@ai-sdk/provider';

/*
 * The call options of the AI SDK have a field for what all providers share. For the rest they leave a place that is named
 * after each provider, but a wire reads its client's request before anybody knows which provider will answer it. So wires
 * write down what was asked for once, here, and `providers/provider-options.ts` says it again in each provider's words.
 */

/** What a client asks of a whole call besides what the call options have fields for. */
export type CallHints = {
  /** How many tokens thinking may take; in place of `options.reasoning`, which is an effort. */
  readonly thinkingBudget?: number;
  /** The client wants no thoughts in the answer. */
  readonly hidesReasoning?: boolean;
  /** `false`: one tool call at a time. */
  readonly parallelToolCalls?: boolean;
  /** How many alternatives to list for each token; 0 for the token's own probability alone. */
  readonly logprobs?: number;
  /** By the provider's own number of the token. */
  readonly logitBias?: Readonly<Record<string, number>>;
  /** The end user of the client's application. */
  readonly serviceUser?: string;
  readonly webSearch?: WebSearchHints;
  /** The text to expect, mostly. */
  readonly prediction?: JSONObject;
  readonly verbosity?: 'low' | 'medium' | 'high';
  readonly serviceTier?: string;
  /** What calls with the same prompt share. */
  readonly promptCacheKey?: string;
  /** Whether an answer's schema is kept to the letter. */
  readonly strictSchema?: boolean;
  /** The answer may have pictures. */
  readonly drawsImages?: boolean;
  /** The client wants the provider to find the cacheable part of the prompt by itself. */
  readonly cache?: CacheHint;
};

/** The model may look things up on the web. */
export type WebSearchHints = {
  /** How much of what was found is read. */
  readonly contextSize?: 'low' | 'medium' | 'high';
  readonly maxSearches?: number;
  readonly allowedDomains?: string[];
  readonly blockedDomains?: string[];
  readonly location?: {
    readonly country?: string;
    readonly region?: string;
    readonly city?: string;
    readonly timezone?: string;
  };
};

export type CacheHint = {
  /** For how long the prompt up to here is kept. */
  readonly ttl?: '5m' | '1h';
};

/** What a client says of a message, a part of one, or a tool. */
export type PartHints = {
  readonly cache?: CacheHint;
  readonly imageDetail?: 'low' | 'high' | 'auto';
  /** Who speaks, where several have the same role. */
  readonly speaker?: string;
  readonly seal?: Seal;
  /** Of a document: whether the answer says where in it something stands. */
  readonly citesDocument?: boolean;
  readonly documentTitle?: string;
  readonly documentContext?: string;
};

/**
 * What a provider attaches to thoughts and tool calls, and wants back with them in the next turn: a signature, or the
 * thought itself in a form that only it can read.
 */
export type Seal = {
  /** Whose it is: others refuse what they did not sign. */
  readonly by: SealMaker;
  readonly signature?: string;
  /** The thought, encrypted; its text is empty. */
  readonly encrypted?: string;
  /** How the provider calls the thought. */
  readonly id?: string;
};

/** `anthropic` are the Claude models, wherever they are hosted; `google` the Gemini models. */
export type SealMaker = 'anthropic' | 'google' | 'openai' | 'xai' | 'bedrock';

const place = 'onegate';

/** The hints as `providerOptions`; none where there is nothing to say. */
export function hinting(hints: CallHints | PartHints): { providerOptions?: SharedV4ProviderOptions } {
  const said = Object.entries(hints).filter(([, value]) => value !== undefined);
  return said.length === 0 ? {} : { providerOptions: { [place]: Object.fromEntries(said) } };
}

export function callHints({ providerOptions }: { providerOptions?: SharedV4ProviderOptions }): CallHints {
  return providerOptions?.[place] ?? {};
}

export function partHints({ providerOptions }: { providerOptions?: SharedV4ProviderOptions }): PartHints {
  return providerOptions?.[place] ?? {};
}

/** The options of the providers themselves. */
export function withoutHints(options: SharedV4ProviderOptions | undefined): SharedV4ProviderOptions {
  const { [place]: _hints, ...others } = options ?? {};
  return others;
}

/** Files that clients sent before and name by id: the gateway puts their content in its place before the call. */
export function storedFile(id: string): { type: 'reference'; reference: Record<string, string> } {
  return { type: 'reference', reference: { [place]: id } };
}

export function storedFileId(reference: Readonly<Record<string, string>>): string | undefined {
  return reference[place];
}
