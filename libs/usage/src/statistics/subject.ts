import type { AccountTag } from '@onegate/billing';

/** Whose usage is asked for. */
export type Subject =
  | { readonly level: 'platform' }
  | { readonly level: 'account'; readonly accounts: readonly AccountTag[] }
  | { readonly level: 'person'; readonly accounts: readonly AccountTag[]; readonly userId: number }
  | { readonly level: 'serviceUser'; readonly account: AccountTag; readonly serviceUserId: number };

/** As sums call it. */
export function scopesOf(subject: Subject): string[] {
  if (subject.level === 'platform') return ['all'];
  if (subject.level === 'account') return [...subject.accounts];
  if (subject.level === 'person') return subject.accounts.map((account) => `${account}:u${subject.userId}`);
  return [`${subject.account}:s${subject.serviceUserId}`];
}

export function accountsOf(subject: Subject): AccountTag[] {
  if (subject.level === 'platform') return [];
  return subject.level === 'serviceUser' ? [subject.account] : [...subject.accounts];
}

export function tagOfTenant(tenantId: number): AccountTag {
  return `o${tenantId}`;
}
