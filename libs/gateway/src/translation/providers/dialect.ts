import type { ProviderKind, Protocol } from '@onegate/models';
import type { SealMaker } from '../neutral/hints.js';

/** The ways to speak to providers for which there is a package. */
export type Dialect =
  | 'openai'
  | 'anthropic'
  | 'google'
  | 'bedrock'
  | 'mistral'
  | 'deepseek'
  | 'xai'
  | 'groq'
  | 'cohere'
  | 'together'
  | 'fireworks'
  | 'compatible';

export interface DialectFacts {
  /** What goes over the wire. */
  readonly protocol: Protocol;
  /** The name under which the package looks for its own options. */
  readonly place: string;
  /** The arguments of earlier tool calls go up as text, so as they were, or as an object. */
  readonly toolArguments: 'text' | 'object';
  /** Whose signatures and encrypted thoughts it takes back. */
  readonly seals: readonly SealMaker[];
}

export const dialects: Readonly<Record<Dialect, DialectFacts>> = {
  openai: { protocol: 'openai-chat', place: 'openai', toolArguments: 'text', seals: [] },
  anthropic: {
    protocol: 'anthropic-messages',
    place: 'anthropic',
    toolArguments: 'object',
    seals: ['anthropic'],
  },
  google: {
    protocol: 'google-generate-content',
    place: 'google',
    toolArguments: 'object',
    seals: ['google'],
  },
  bedrock: {
    protocol: 'bedrock-converse',
    place: 'amazonBedrock',
    toolArguments: 'object',
    seals: ['anthropic', 'bedrock'],
  },
  mistral: { protocol: 'openai-chat', place: 'mistral', toolArguments: 'text', seals: [] },
  deepseek: { protocol: 'openai-chat', place: 'deepseek', toolArguments: 'object', seals: [] },
  xai: { protocol: 'openai-responses', place: 'xai', toolArguments: 'object', seals: ['xai'] },
  groq: { protocol: 'openai-chat', place: 'groq', toolArguments: 'text', seals: [] },
  cohere: { protocol: 'cohere-chat', place: 'cohere', toolArguments: 'object', seals: [] },
  together: { protocol: 'openai-chat', place: 'togetherai', toolArguments: 'text', seals: [] },
  fireworks: { protocol: 'openai-chat', place: 'fireworks', toolArguments: 'text', seals: [] },
  compatible: { protocol: 'openai-chat', place: 'upstream', toolArguments: 'text', seals: ['google'] },
};

const thinkers: Readonly<Partial<Record<Dialect, SealMaker>>> = {
  anthropic: 'anthropic',
  google: 'google',
  xai: 'xai',
};

/** Who signs what a model thinks; models of several makers are spoken to in Amazon's way. */
export function thinkerOf(dialect: Dialect, upstreamName: string): SealMaker | undefined {
  return dialect === 'bedrock' && upstreamName.includes('anthropic.claude') ? 'anthropic' : thinkers[dialect];
}

const ofKind: Readonly<Record<ProviderKind, Dialect>> = {
  openai: 'openai',
  azure: 'openai',
  anthropic: 'anthropic',
  google: 'google',
  vertex: 'google',
  bedrock: 'bedrock',
  mistral: 'mistral',
  deepseek: 'deepseek',
  xai: 'xai',
  groq: 'groq',
  cohere: 'cohere',
  together: 'together',
  fireworks: 'fireworks',
  openrouter: 'compatible',
  'openai-compatible': 'compatible',
  simulator: 'compatible',
};

/** How a model is spoken to at a kind of provider. Vertex AI serves three families, each in its maker's way. */
export function dialectOf(kind: ProviderKind, upstreamName: string): Dialect {
  if (kind !== 'vertex') return ofKind[kind];
  if (upstreamName.startsWith('claude')) return 'anthropic';
  return isVertexGuest(upstreamName) ? 'compatible' : 'google';
}

/** Models of others, `meta/llama-4-maverick`; a tuned model of one's own is `endpoints/123`. */
function isVertexGuest(upstreamName: string): boolean {
  return upstreamName.includes('/') && !/^(endpoints|models)\//.test(upstreamName);
}
