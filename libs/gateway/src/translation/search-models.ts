import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';

/** OpenAI's models that search the web before each answer. */
export function isSearchModel(name: string): boolean {
  return /-search-(preview|api)(-|$)/.test(name);
}

/** A call with one of these is refused by them. */
const refusedBySearchModels: ReadonlySet<string> = new Set([
  'temperature',
  'top_p',
  'top_k',
  'n',
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
  'seed',
  'parallel_tool_calls',
]);

/** The fields of a request that a model would refuse it for, although most clients send them; they are left out. */
export function refusedFields(model: string, body: Readonly<Record<string, unknown>>): string[] {
  if (!isSearchModel(model)) return [];
  return Object.keys(body).filter((field) => refusedBySearchModels.has(field));
}

/** The same for a call that is translated. */
export function withoutRefused(
  options: LanguageModelV4CallOptions,
  model: string,
): LanguageModelV4CallOptions {
  if (!isSearchModel(model)) return options;
  const {
    temperature: _t,
    topP: _p,
    topK: _k,
    presencePenalty: _pp,
    frequencyPenalty: _fp,
    seed: _s,
    ...rest
  } = options;
  return rest;
}
