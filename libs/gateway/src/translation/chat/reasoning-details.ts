import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { SealMaker } from '../neutral/hints.js';
import { isSigned, sealOf } from '../neutral/seal-of.js';
import type { JsonObject } from '../wire.js';
import { formatOf } from './reasoning-formats.js';

interface Signing {
  readonly metadata: SharedV4ProviderMetadata | undefined;
  /** Whose thought it is, where that is known before it is signed. */
  readonly thinker: SealMaker | undefined;
}

/**
 * A thought, and what its provider wants back with it, in OpenRouter's form. Every piece says whose it is, though only the last
 * is signed: clients put the pieces together and keep the first one's format.
 */
export function reasoningDetail(
  index: number,
  text: string,
  { metadata, thinker }: Signing,
): JsonObject | undefined {
  const seal = sealOf(metadata);
  if (text === '' && !isSigned(seal)) return undefined;
  const about = { format: formatOf(seal?.by ?? thinker), index, ...(seal?.id ? { id: seal.id } : {}) };
  if (seal?.encrypted && text === '') return { type: 'reasoning.encrypted', data: seal.encrypted, ...about };
  const signature = seal?.signature;
  return { type: 'reasoning.text', text, ...(signature ? { signature } : {}), ...about };
}

/** What Gemini wants back with a tool call, where its own OpenAI-compatible API has it. */
export function callSeal(metadata: SharedV4ProviderMetadata | undefined): JsonObject {
  const seal = sealOf(metadata);
  if (seal?.by !== 'google' || !isSigned(seal)) return {};
  return { extra_content: { google: { thought_signature: seal.signature ?? seal.encrypted } } };
}
