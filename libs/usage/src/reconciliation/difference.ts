/** Where a figure was found to be another one than it must be, and what it is compared with. */
export const differencePlaces = {
  events: 'The events of the account are not what its statement lists as usage',
  days: 'The daily sums of the statistics are not what the events add up to',
  months: 'The monthly sums of the statistics are not what the events add up to',
  entries: 'The entries of the ledger are not what the statement lists as usage',
  spent: 'The figure kept on the wallet is not what its statement lists as usage',
  corrections: 'The notes on the statement are not what re-rated events were corrected by',
  redis_spent: 'Redis has another figure than the statement had up to the line that Redis names',
  redis_pending: 'The figure of charges on their way is not what these charges add up to',
  redis_charge: 'Redis has another charge on its way than the event of the call says',
  redis_booked: 'Redis takes a charge for on its way that has long been in the books',
  redis_lost: 'Redis has a charge on its way that nobody will bring any more',
  held: 'The figure of money held is not what the holds add up to',
  hold_without_call: 'Money is held for a call that no process knows of',
  call_without_hold: 'A call is under way for which no money is held',
  books: 'A figure kept along with the ledger is not what its entries add up to',
} as const;

export type DifferencePlace = keyof typeof differencePlaces;

/** As it is stored: amounts as text, because JSON has no integers of that size. */
export interface FoundDifference {
  readonly place: DifferencePlace;
  readonly expected: string;
  readonly found: string;
  readonly callIds?: readonly string[];
}

export function difference(
  place: DifferencePlace,
  { expected, found, callIds = [] }: { expected: bigint; found: bigint; callIds?: readonly string[] },
): FoundDifference[] {
  if (expected === found) return [];
  return [
    { place, expected: String(expected), found: String(found), ...(callIds.length > 0 && { callIds }) },
  ];
}

/** Without their signs, so that none hides another. */
export function sizeOf(differences: readonly FoundDifference[]): bigint {
  return differences.reduce((sum, { expected, found }) => {
    const size = BigInt(found) - BigInt(expected);
    return sum + (size < 0n ? -size : size);
  }, 0n);
}
