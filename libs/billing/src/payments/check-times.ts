const second = 1_000;
const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** After this the same idempotency key could be forgotten, and nobody expects to be charged any more. */
const chargeWithin = hour;

export function isToBeCharged({ createdAt }: { readonly createdAt: Date }, now: Date): boolean {
  return now.getTime() - createdAt.getTime() < chargeWithin;
}

/** At first soon, because whoever began it may have died; then ever more rarely, an hour apart at most. */
export function checkAgainAfter(since: Date, now: Date): Date {
  const age = Math.max(0, now.getTime() - since.getTime());
  return new Date(now.getTime() + Math.min(Math.max(30 * second, age), hour));
}

/** The first look at something that is being done right now: leave it the time to be done. */
export function firstCheckAfter(now: Date): Date {
  return new Date(now.getTime() + minute);
}
