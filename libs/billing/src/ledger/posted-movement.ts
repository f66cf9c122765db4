import type { MovementKind } from './ledger-kinds.js';
import { referenceReused } from './ledger.errors.js';
import type { PostedMovement } from './ledger-orders.js';

export interface PostedRow {
  readonly public_id: string;
  readonly wallet_id: string;
  readonly kind: MovementKind;
  readonly reference: string;
  readonly change_nano: string;
  readonly balance_after_nano: string;
}

/** One that was there before. */
export function toPosted(row: PostedRow): PostedMovement {
  return {
    publicId: row.public_id,
    walletId: Number(row.wallet_id),
    kind: row.kind,
    reference: row.reference,
    change: BigInt(row.change_nano),
    balanceAfter: BigInt(row.balance_after_nano),
    isNew: false,
  };
}

/** The same order again is answered with what came of it; another one under its reference is refused. */
export function requireSame(
  posted: PostedMovement,
  wanted: Pick<PostedMovement, 'walletId' | 'kind' | 'change'>,
): PostedMovement {
  const isSame =
    posted.walletId === wanted.walletId && posted.kind === wanted.kind && posted.change === wanted.change;
  if (!isSame) throw referenceReused({ reference: posted.reference });
  return posted;
}
