import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { isSigned, sealOf } from '../neutral/seal-of.js';
import type { JsonObject } from '../wire.js';
import { formatOf } from './reasoning-formats.js';

/** A thought, and what its provider wants back with it, in OpenRouter's form. */
export function reasoningDetail(
  index: number,
  text: string,
  metadata: SharedV4ProviderMetadata | undefined,
): JsonObject | undefined {
  const seal = sealOf(metadata);
  if (text === '' && !isSigned(seal)) return undefined;
  const about = { format: formatOf(seal?.by), index, ...(seal?.id ? { id: seal.id } : {}) };
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
