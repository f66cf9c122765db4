import { factsOf, type ProviderKind } from './provider-kinds.js';

interface Addressed {
  readonly kind: ProviderKind;
  readonly baseUrl: string | null;
  readonly settings: Readonly<Record<string, string>>;
}

/** Where the account is, without a slash at the end; `null` while a setting is missing that its address needs. */
export function baseUrlOf({ kind, baseUrl, settings }: Addressed): string | null {
  const template = baseUrl ?? factsOf(kind).baseUrl;
  return template === null ? null : (filledIn(template, settings)?.replace(/\/+$/, '') ?? null);
}

/** The text with each `{name}` replaced; `null` when one has no value. */
export function filledIn(template: string, settings: Readonly<Record<string, string>>): string | null {
  const missing = [...template.matchAll(/\{(\w+)\}/g)].some(([, name = '']) => !settings[name]);
  if (missing) return null;
  // Vertex AI is called "global" at an address without a region.
  const text = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => settings[name] ?? '');
  return text.replace('//global-', '//');
}

/** An address below the base URL; a path that is a whole URL stands for itself. */
export function addressOf(base: string, path: string): string {
  return /^https?:/.test(path) ? path : new URL(base + path).href;
}
