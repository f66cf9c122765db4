import type { Principal } from '@onegate/auth';
import { accountOfKey, tagOf, type AccountTag } from '@onegate/billing';

/** Whose a stored thing is: the account that a call draws on. */
export interface StateOwner {
  readonly account: AccountTag;
  readonly userId: number | null;
  readonly tenantId: number | null;
}

export function stateOwnerOf(principal: Principal): StateOwner {
  const billed = accountOfKey(principal);
  return {
    account: tagOf(billed),
    userId: billed.kind === 'user' ? billed.id : null,
    tenantId: billed.kind === 'organization' ? billed.id : null,
  };
}
