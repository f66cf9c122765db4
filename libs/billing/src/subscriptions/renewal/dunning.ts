const day = 86_400_000;

/** Days after an invoice was not paid on which it is tried again. */
const retryDays = [1, 3, 5, 7, 14];
/** So long everything goes on as if it were paid. */
const graceDays = 7;
/** And after so long it is over: before the shortest month is, so that unpaid periods do not pile up. */
const endDays = 21;

export interface Dunning {
  /** None when it was tried often enough. */
  readonly nextAttemptAt: Date | null;
  readonly suspendAt: Date;
  readonly endAt: Date;
}

/** What comes when, of an invoice that was first not paid at a moment, seen from another one. */
export function dunningOf(since: Date, now: Date): Dunning {
  const after = (days: number): Date => new Date(since.getTime() + days * day);
  const next = retryDays.map(after).find((moment) => moment > now);
  return { nextAttemptAt: next ?? null, suspendAt: after(graceDays), endAt: after(endDays) };
}
