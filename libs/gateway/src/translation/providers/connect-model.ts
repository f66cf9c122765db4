import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { ProviderKind } from '@onegate/models';
import { citedPages } from '../usage/cited-pages.js';
import { dialectOf } from './dialect.js';
import { keyOfNobody, type ProviderFetch } from './provider-fetch.js';
import { withToolPlans } from './tool-plans.js';

/** Where a model is called. */
export interface ModelAddress {
  /** What the model is called there. */
  readonly name: string;
  readonly baseURL: string;
  readonly region: string | undefined;
  readonly fetch: ProviderFetch;
}

type Connect = (address: ModelAddress) => Promise<LanguageModelV4>;

/** The package of each kind of provider, loaded when it is first needed. */
const connections: Readonly<Record<ProviderKind, Connect>> = {
  openai: async (at) => (await import('@ai-sdk/openai')).createOpenAI(settings(at)).chat(at.name),
  azure: async (at) => (await import('@ai-sdk/azure')).createAzure(settings(at)).chat(at.name),
  anthropic: async (at) => (await import('@ai-sdk/anthropic')).createAnthropic(settings(at))(at.name),
  google: async (at) => (await import('@ai-sdk/google')).createGoogle(settings(at))(at.name),
  vertex: connectVertex,
  bedrock: async (at) =>
    (await import('@ai-sdk/amazon-bedrock')).createAmazonBedrock({ ...settings(at), ...regionOf(at) })(
      at.name,
    ),
  mistral: async (at) => (await import('@ai-sdk/mistral')).createMistral(settings(at))(at.name),
  deepseek: async (at) => (await import('@ai-sdk/deepseek')).createDeepSeek(settings(at))(at.name),
  xai: async (at) => (await import('@ai-sdk/xai')).createXai(settings(at))(at.name),
  groq: async (at) => (await import('@ai-sdk/groq')).createGroq(settings(at))(at.name),
  cohere: async (at) =>
    (await import('@ai-sdk/cohere')).createCohere({ ...settings(at), fetch: withToolPlans(at.fetch) })(
      at.name,
    ),
  // Its own package sends hardly any model a schema to keep to.
  together: (at) => connectCompatible(at, 'togetherai'),
  fireworks: async (at) => (await import('@ai-sdk/fireworks')).createFireworks(settings(at))(at.name),
  openrouter: (at) => connectCompatible(at),
  'openai-compatible': (at) => connectCompatible(at),
  simulator: (at) => connectCompatible(at),
};

export function connectModel(kind: ProviderKind, address: ModelAddress): Promise<LanguageModelV4> {
  return connections[kind](address);
}

function settings({ baseURL, fetch }: ModelAddress) {
  return { baseURL, fetch, apiKey: keyOfNobody };
}

function regionOf({ region }: ModelAddress): { region?: string } {
  return region ? { region } : {};
}

/** Options of a provider are told it under its name. */
async function connectCompatible(
  { name, baseURL, fetch }: ModelAddress,
  provider = 'upstream',
): Promise<LanguageModelV4> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const connected = createOpenAICompatible({
    name: provider,
    baseURL,
    fetch,
    includeUsage: true,
    metadataExtractor: citedPages,
    supportsStructuredOutputs: true,
  });
  return connected(name);
}

/** The base URL of an account at Vertex AI ends in its location; what is served there has its maker's path below it. */
async function connectVertex(at: ModelAddress): Promise<LanguageModelV4> {
  const dialect = dialectOf('vertex', at.name);
  if (dialect === 'compatible')
    return connectCompatible({ ...at, baseURL: `${at.baseURL}/endpoints/openapi` });
  if (dialect === 'anthropic') return connectVertexClaude(at);
  const { GoogleLanguageModel } = await import('@ai-sdk/google/internal');
  const { generateId } = await import('@ai-sdk/provider-utils');
  return new GoogleLanguageModel(at.name, {
    provider: 'google.vertex.chat',
    baseURL: at.name.startsWith('endpoints/') ? at.baseURL : `${at.baseURL}/publishers/google`,
    headers: {},
    fetch: at.fetch,
    generateId,
    supportedUrls: () => ({ '*': [/^https?:\/\/.*$/, /^gs:\/\/.*$/] }),
  });
}

async function connectVertexClaude({ name, baseURL, fetch }: ModelAddress): Promise<LanguageModelV4> {
  const { createGoogleVertexAnthropic } = await import('@ai-sdk/google-vertex/anthropic/edge');
  const provider = createGoogleVertexAnthropic({
    baseURL: `${baseURL}/publishers/anthropic/models`,
    fetch,
    generateAuthToken: () => Promise.resolve(keyOfNobody),
  });
  return provider(name);
}
