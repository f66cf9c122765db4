import { countTokens } from './tokens.js';

/** How long a cached prefix is asked to live. */
export type CacheLife = '5m' | '1h';

/** One text of the prompt, in the order in which the provider would put it before the model. */
export interface PromptPart {
  readonly text: string;
  readonly tokens: number;
  /** The caller asks for everything up to here to be cached. */
  readonly cacheFor?: CacheLife | undefined;
}

/** An image, a file or a sound counts as this many tokens whatever it shows. */
const tokensOfAttachment = 85;

export function textPart(text: string, cacheFor?: CacheLife): PromptPart {
  return { text, tokens: countTokens(text), cacheFor };
}

/** A part that is no text: its JSON makes it part of the seed. */
export function attachmentPart(content: unknown, cacheFor?: CacheLife): PromptPart {
  return { text: JSON.stringify(content), tokens: tokensOfAttachment, cacheFor };
}

export function toolPart(tool: unknown, cacheFor?: CacheLife): PromptPart {
  return textPart(JSON.stringify(tool), cacheFor);
}

/** The rule for input tokens: the sum over every text of the prompt; nothing is added per message. */
export function promptTokens(parts: readonly PromptPart[]): number {
  return parts.reduce((sum, part) => sum + part.tokens, 0);
}
