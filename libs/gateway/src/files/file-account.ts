import type { Principal } from '@onegate/auth';
import { accountOfKey, type BilledAccount } from '@onegate/billing';
import type { StoredFile } from './file.entity.js';

/** Whose files a caller uploads and sees. The one place that decides it. */
export function fileAccountOf(who: Pick<Principal, 'userId' | 'key'>): BilledAccount {
  return accountOfKey(who);
}

/** The rows of an account; without it no query for files is made on anyone's behalf. */
export function scopeOf({ kind, id }: BilledAccount): { userId: number } | { tenantId: number } {
  return kind === 'user' ? { userId: id } : { tenantId: id };
}

/** The same for a new row. */
export function ownerOf({ kind, id }: BilledAccount): Pick<StoredFile, 'userId' | 'tenantId'> {
  return kind === 'user' ? { userId: id, tenantId: null } : { userId: null, tenantId: id };
}
