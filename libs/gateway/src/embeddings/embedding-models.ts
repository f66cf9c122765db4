import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import type { ProviderKind, Route } from '@onegate/models';
import { confinedFetch, keyOfNobody, type ProviderFetch } from '../translation/providers/provider-fetch.js';

interface Connection {
  readonly apiKey: string;
  readonly baseURL: string;
  readonly fetch: ProviderFetch;
}

type Connect = (name: string, connection: Connection) => Promise<EmbeddingModelV4>;

/** Providers with embeddings of their own making, each by its package, loaded when it is first needed. */
const connections: Readonly<Partial<Record<ProviderKind, Connect>>> = {
  google: async (name, at) => (await import('@ai-sdk/google')).createGoogle(at).embeddingModel(name),
  cohere: async (name, at) => (await import('@ai-sdk/cohere')).createCohere(at).embeddingModel(name),
};

/** Whether a provider that does not speak OpenAI's embeddings can be asked for them all the same. */
export function embedsInOwnWords(kind: ProviderKind): boolean {
  return connections[kind] !== undefined;
}

/** The model at the end of a route. `fetch` signs in: the package sends no key of its own. */
export async function embeddingModel(
  { account, upstreamName }: Route,
  fetch: ProviderFetch,
): Promise<EmbeddingModelV4 | null> {
  const { kind, baseUrl } = account;
  const connection = { apiKey: keyOfNobody, baseURL: baseUrl, fetch: confinedFetch(fetch, baseUrl) };
  return (await connections[kind]?.(upstreamName, connection)) ?? null;
}
