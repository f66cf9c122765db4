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

interface SpokenTo {
  readonly kind: ProviderKind;
  readonly settings: Readonly<Record<string, string>>;
}

/** Whether a model can be called in a protocol through an account. */
export function speaks({ kind, settings }: SpokenTo, protocol: Protocol, upstreamName: string): boolean {
  const { protocols, only, onWish } = factsOf(kind);
  const wish = onWish?.[protocol];
  if (protocols[protocol] === undefined || (wish !== undefined && settings[wish] !== 'yes')) return false;
  return only?.[protocol]?.test(upstreamName) ?? true;
}
