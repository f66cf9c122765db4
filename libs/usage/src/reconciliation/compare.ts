import type { Booked, BookedFigures } from './booked-figures.service.js';
import { difference, type FoundDifference } from './difference.js';
import type { PendingCharge, WalletStanding } from './wallet-standings.service.js';

/** What Postgres has is written in one transaction: any difference on one snapshot is one. */
export function withinPostgres(figures: BookedFigures): FoundDifference[] {
  const { events, days, months, ledger, entries, spent, corrected, noted } = figures;
  return [
    ...difference('events', { expected: ledger, found: events }),
    ...difference('days', { expected: events, found: days }),
    ...difference('months', { expected: events, found: months }),
    ...difference('entries', { expected: ledger, found: entries }),
    ...difference('spent', { expected: ledger, found: spent }),
    ...difference('corrections', { expected: corrected, found: noted }),
  ];
}

/** What decides whether a charge is still on its way. */
export interface OnTheWay {
  readonly booked: ReadonlyMap<string, Booked>;
  /** Whether it is certain that nobody will bring this charge any more. */
  readonly isLost: (callId: string) => boolean;
  /** What was booked before this should have been taken out of what is on its way. */
  readonly tidiedBefore: Date;
}

/**
 * Redis names the line of the statement that its figure is from, so that it is compared with the statement up to there;
 * what was settled since then is on its way, each charge by itself.
 */
export function withRedis(
  { spent, pendingNano, heldNano, holds, pending }: WalletStanding,
  upToLine: bigint,
  onTheWay: OnTheWay,
): FoundDifference[] {
  return [
    ...(spent ? difference('redis_spent', { expected: upToLine, found: spent.nano }) : []),
    ...(pending ? difference('redis_pending', { expected: sumOf(pending), found: pendingNano }) : []),
    ...(pending ?? []).flatMap((charge) => ofCharge(charge, onTheWay)),
    ...(holds ? difference('held', { expected: sumOf(holds), found: heldNano }) : []),
  ];
}

function ofCharge(
  { callId, amount }: PendingCharge,
  { booked, isLost, tidiedBefore }: OnTheWay,
): FoundDifference[] {
  const known = booked.get(callId);
  const callIds = [callId];
  if (!known) return isLost(callId) ? difference('redis_lost', { expected: 0n, found: amount, callIds }) : [];
  return [
    ...difference('redis_charge', { expected: known.charged, found: amount, callIds }),
    ...(known.ingestedAt < tidiedBefore
      ? difference('redis_booked', { expected: 0n, found: amount, callIds })
      : []),
  ];
}

function sumOf(amounts: readonly { readonly amount: bigint }[]): bigint {
  return amounts.reduce((sum, { amount }) => sum + amount, 0n);
}
