import type { WalletBooks } from '../ledger/wallet-books.js';

/** That a balance went across one that is watched. */
export interface Crossing {
  readonly walletId: number;
  /** The line of the statement with which it had happened. */
  readonly number: number;
  /** The least that there was meanwhile: what was crossed downwards is above it. */
  readonly lowestNano: bigint;
}

type Watched = Pick<WalletBooks, 'walletId' | 'movements' | 'watched'>;

/** What happened in the books that were opened just now, if it is worth telling; up or down. */
export function crossingIn({ walletId, movements, watched }: Watched): Crossing | null {
  const [first] = movements;
  const last = movements.at(-1);
  if (!first || !last || watched.length === 0) return null;
  const before = first.balanceAfter - first.change;
  const after = last.balanceAfter;
  const lowestNano = movements.reduce(
    (least, { balanceAfter }) => (balanceAfter < least ? balanceAfter : least),
    before,
  );
  const isCrossed = watched.some(
    (limit) => (before >= limit && lowestNano < limit) || (before < limit && after >= limit),
  );
  return isCrossed ? { walletId, number: last.number, lowestNano } : null;
}
