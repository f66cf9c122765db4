import type { BilledAccount } from '../wallets/billed-account.js';

export interface AccountColumns {
  readonly userId: number | null;
  readonly tenantId: number | null;
}

/** An account as the two columns of a row, of which one is set. */
export function columnsOf({ kind, id }: BilledAccount): AccountColumns {
  return kind === 'user' ? { userId: id, tenantId: null } : { userId: null, tenantId: id };
}

/** The same for a condition, where TypeORM takes no null. */
export function ownedBy({ kind, id }: BilledAccount): { userId: number } | { tenantId: number } {
  return kind === 'user' ? { userId: id } : { tenantId: id };
}

export function accountOfColumns({ userId, tenantId }: AccountColumns): BilledAccount {
  return userId === null ? { kind: 'organization', id: Number(tenantId) } : { kind: 'user', id: userId };
}
