import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { JsonObject } from '../wire.js';

/** How likely each token was, where the provider told it: all that do tell it in OpenAI's form. */
export function tokenProbabilities(metadata: SharedV4ProviderMetadata | undefined): JsonObject | null {
  const said = Object.values(metadata ?? {}).find(({ logprobs }) => Array.isArray(logprobs));
  return said ? { content: said['logprobs'], refusal: null } : null;
}
