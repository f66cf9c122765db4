import type { Principal } from '@onegate/auth';

/** Whose money a call draws on: a person's own, or an organization's. Each has one wallet. */
export interface BilledAccount {
  readonly kind: 'user' | 'organization';
  readonly id: number;
}

export type AccountTag = `u${number}` | `o${number}`;

/** Short and unique: what Redis keys and usage events call an account. */
export function tagOf({ kind, id }: BilledAccount): AccountTag {
  return kind === 'user' ? `u${id}` : `o${id}`;
}

export function accountOfTag(tag: AccountTag): BilledAccount {
  return { kind: tag.startsWith('u') ? 'user' : 'organization', id: Number(tag.slice(1)) };
}

/** A key draws on the account that it was made for. */
export function accountOfKey({ userId, key }: Pick<Principal, 'userId' | 'key'>): BilledAccount {
  const tenantId = key?.tenantId ?? null;
  return tenantId === null ? { kind: 'user', id: userId } : { kind: 'organization', id: tenantId };
}

/** Whose money a call draws on: a key's own account, else the one that the person has made his active one. */
export function accountOf(principal: Pick<Principal, 'userId' | 'key' | 'activeTenantId'>): BilledAccount {
  if (principal.key) return accountOfKey(principal);
  const { userId, activeTenantId } = principal;
  return activeTenantId === null
    ? { kind: 'user', id: userId }
    : { kind: 'organization', id: activeTenantId };
}
