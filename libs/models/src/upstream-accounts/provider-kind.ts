import type { ServedNames } from './served-names.js';

/** What is spoken at an address below an account's base URL. */
export type Protocol =
  | 'openai-chat'
  | 'openai-completions'
  | 'openai-images'
  | 'openai-image-edits'
  | 'openai-speech'
  | 'openai-transcriptions'
  | 'openai-audio-translations'
  | 'openai-moderations'
  | 'rerank'
  | 'openai-responses'
  | 'openai-embeddings'
  | 'anthropic-messages'
  | 'anthropic-count-tokens'
  | 'google-generate-content'
  | 'bedrock-converse'
  | 'cohere-chat';

/** How a call signs in. */
export type AuthStyle =
  'bearer' | 'x-api-key' | 'api-key' | 'x-goog-api-key' | 'google-service-account' | 'aws' | 'none';

export interface CredentialField {
  readonly about: string;
  /** Alternatives leave each other out: any one complete set is enough. */
  readonly required: boolean;
}

export interface SettingField {
  readonly about: string;
  readonly required: boolean;
  /** What it may look like, for it becomes part of an address. */
  readonly pattern: RegExp;
}

/** A small call that proves address and key, and costs nothing. */
export interface ProbeCall {
  /** Relative to the base URL, and as a whole URL where the provider keeps it on another host. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The field of the answer that holds the list; `null` where the answer itself is one, none where it is no list. */
  readonly list?: string | null;
  /** The field that a good answer has. */
  readonly field?: string;
  /** What a list's entry is called by. */
  readonly nameField?: string;
}

/** All that is particular to one provider, as data. */
export interface ProviderKindFacts {
  readonly label: string;
  /** With `{region}` and the like filled in from the settings; `null` where each account has its own. */
  readonly baseUrl: string | null;
  readonly auth: AuthStyle;
  /** Paths below the base URL by protocol; `{model}` stands for the upstream's name of the model. */
  readonly protocols: Readonly<Partial<Record<Protocol, string>>>;
  /** Upstream names of the models that have a protocol, where not all of them do. */
  readonly only?: Readonly<Partial<Record<Protocol, RegExp>>>;
  /** The setting that says `yes` where an account has a protocol that not all servers of the kind have. */
  readonly onWish?: Readonly<Partial<Record<Protocol, string>>>;
  readonly credentials: Readonly<Record<string, CredentialField>>;
  readonly settings?: Readonly<Record<string, SettingField>>;
  /** Sent with each call. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly probe: ProbeCall;
  /** Where the provider tells how much money is left. */
  readonly money?: { readonly path: string; readonly form: MoneyForm };
  /** The field that bounds the output of a chat call. */
  readonly outputLimit?: 'max_tokens' | 'max_completion_tokens';
  readonly serves: ServedNames;
}

export type MoneyForm = 'openrouter-key' | 'deepseek-balance';
