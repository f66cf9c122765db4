import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { Seal, SealMaker } from './hints.js';

/** The names under which the providers' packages put what they attach to parts of an answer. */
const makers: Readonly<Record<string, SealMaker>> = {
  anthropic: 'anthropic',
  // Claude's signatures are good wherever it is hosted; for others there, see below.
  amazonBedrock: 'anthropic',
  bedrock: 'anthropic',
  google: 'google',
  googleVertex: 'google',
  vertex: 'google',
  openai: 'openai',
  azure: 'openai',
  xai: 'xai',
  // Gemini behind an interface like OpenAI's.
  upstream: 'google',
};

/** What a provider wants back with a part in the next turn. */
export function sealOf(metadata: SharedV4ProviderMetadata | undefined): Seal | undefined {
  for (const [place, facts] of Object.entries(metadata ?? {})) {
    const by = makers[place];
    if (by === undefined) continue;
    const hidden = facts['redactedContent'];
    const seal = {
      by: typeof hidden === 'string' ? 'bedrock' : by,
      ...text('signature', facts['signature'] ?? facts['thoughtSignature']),
      ...text('encrypted', hidden ?? facts['redactedData'] ?? facts['reasoningEncryptedContent']),
      ...text('id', facts['itemId']),
    } as const;
    if (Object.keys(seal).length > 1) return seal;
  }
  return undefined;
}

/** Providers say it bit by bit: the name first, the signature with the last word. */
export function mergedSeal(earlier: Seal | undefined, later: Seal | undefined): Seal | undefined {
  return earlier && later ? { ...earlier, ...later } : (later ?? earlier);
}

/** A name alone is no seal: there would be nothing to give back. */
export function isSigned(seal: Seal | undefined): seal is Seal {
  return seal !== undefined && (seal.signature !== undefined || seal.encrypted !== undefined);
}

function text(name: string, value: unknown): Record<string, string> {
  return typeof value === 'string' && value !== '' ? { [name]: value } : {};
}
