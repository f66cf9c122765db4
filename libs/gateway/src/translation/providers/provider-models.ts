import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Route } from '@onegate/models';
import type { SealMaker } from '../neutral/hints.js';
import { connectModel } from './connect-model.js';
import { dialectOf, dialects, thinkerOf, type DialectFacts } from './dialect.js';
import { prepareCall, type PreparedCall } from './prepared-call.js';
import { confinedFetch, type ProviderFetch } from './provider-fetch.js';

/** A model at a provider, ready to be asked. */
export interface ProviderModel {
  readonly model: LanguageModelV4;
  /** What is spoken with the provider. */
  readonly protocol: DialectFacts['protocol'];
  /** Whose thoughts it tells, where that is known. */
  readonly thinker: SealMaker | undefined;
  /** The call in the words of the provider. */
  prepare(options: Parameters<LanguageModelV4['doGenerate']>[0]): PreparedCall;
}

/** The model at the end of a route. `fetch` signs in: the package sends no key of its own. */
export async function providerModel(
  { account, upstreamName }: Route,
  fetch: ProviderFetch,
): Promise<ProviderModel> {
  const dialect = dialectOf(account.kind, upstreamName);
  const [model, thinksByEffort] = await Promise.all([
    connectModel(account.kind, {
      name: upstreamName,
      baseURL: account.baseUrl,
      region: account.settings['region'],
      fetch: confinedFetch(fetch, account.baseUrl),
    }),
    isAdaptive(dialect, upstreamName),
  ]);
  const about = { dialect, modelName: upstreamName, thinksByEffort };
  return {
    model,
    protocol: dialects[dialect].protocol,
    thinker: thinkerOf(dialect, upstreamName),
    prepare: (options) => prepareCall(options, about),
  };
}

async function isAdaptive(dialect: string, name: string): Promise<boolean> {
  if (dialect !== 'anthropic' && dialect !== 'bedrock') return false;
  const { getModelCapabilities } = await import('@ai-sdk/anthropic/internal');
  return getModelCapabilities(name).supportsAdaptiveThinking;
}
