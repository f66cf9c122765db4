import { hostKinds } from './provider-kinds.hosts.js';
import { makerKinds } from './provider-kinds.makers.js';
import type { ProviderKindFacts } from './provider-kind.js';

/** Every kind of provider that an account can be at: all that differs between them, as data. */
export const providerKinds = { ...makerKinds, ...hostKinds } as const;

export type ProviderKind = keyof typeof providerKinds;

export const providerKindNames = Object.keys(providerKinds) as ProviderKind[];

export function factsOf(kind: ProviderKind): ProviderKindFacts {
  return providerKinds[kind];
}
