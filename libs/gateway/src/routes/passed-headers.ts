import type { ProviderKind } from '@onegate/models';

/** Headers of clients that change what a provider does. */
const upwards: Readonly<Partial<Record<ProviderKind | 'any', readonly string[]>>> = {
  any: ['openai-beta', 'anthropic-beta', 'anthropic-version'],
  openrouter: ['http-referer', 'x-title'],
  simulator: ['x-simulate'],
};

/** Headers of providers that tell of the answer, and nothing of our account there. */
const downwards = ['openai-processing-ms', 'openai-version', 'x-groq-region'];

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export function headersUp(headers: Headers, kind: ProviderKind): Record<string, string> {
  const isOpenAiLike =
    kind !== 'anthropic' && kind !== 'simulator' && kind !== 'openrouter' && kind !== 'deepseek';
  const names = [...(upwards.any ?? []), ...(upwards[kind] ?? [])];
  const fitting = names.filter((name) => !(isOpenAiLike && name.startsWith('anthropic-')));
  return picked(headers, fitting);
}

export function headersDown(headers: Headers): Record<string, string> {
  return picked(headers, downwards);
}

function picked(headers: Headers, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) found[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return found;
}
