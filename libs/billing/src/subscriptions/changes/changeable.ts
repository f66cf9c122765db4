import type { Invoice } from '../../invoices/invoice.entity.js';
import type { Subscription } from '../subscription.entity.js';
import { changeInProgress, planNotChangeable } from '../subscription.errors.js';

/** The terms and seats that a change is to lead to. */
export interface Wish {
  readonly versionId: number;
  readonly seats: number;
}

/** The draft of the very same change, which another request made; any other one stands in the way. */
export function underWay(unpaid: readonly Invoice[], { versionId, seats }: Wish): Invoice | null {
  const draft = unpaid.find(({ status }) => status === 'draft');
  if (!draft) return null;
  if (draft.effect.versionId !== versionId || draft.effect.seats !== seats) throw changeInProgress();
  return draft;
}

/** What is unpaid, on its way out, or free of charge stays as it is. */
export function requireChangeable(
  { status, origin, cancelAt, periodEnd }: Subscription,
  unpaid: readonly Invoice[],
  now: Date,
): void {
  const isRunning = status === 'active' && origin === 'bought' && cancelAt === null && periodEnd > now;
  if (!isRunning || unpaid.some((invoice) => invoice.status === 'open')) throw planNotChangeable();
}
