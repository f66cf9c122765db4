import { hostKinds } from './provider-kinds.hosts.js';
import { makerKinds } from './provider-kinds.makers.js';
import type { Protocol, ProviderKindFacts } from './provider-kind.js';

/** Every kind of provider that an account can be at: all that differs between them, as data. */
export const providerKinds = { ...makerKinds, ...hostKinds } as const;

export type ProviderKind = keyof typeof providerKinds;

export const providerKindNames = Object.keys(providerKinds) as ProviderKind[];

export function factsOf(kind: ProviderKind): ProviderKindFacts {
  return providerKinds[kind];
}

/** Whether a model can be called in a protocol at a kind of provider. */
export function speaks(kind: ProviderKind, protocol: Protocol, upstreamName: string): boolean {
  const { protocols, only } = factsOf(kind);
  return protocols[protocol] !== undefined && (only?.[protocol]?.test(upstreamName) ?? true);
}
