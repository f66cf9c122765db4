/**
 * How a top-up may go on. Money that comes after all is granted whatever was thought of it before, so what failed can
 * still succeed; what has succeeded stays so, and money that goes back is counted beside it.
 */
export const autoTopUpFlow = {
  ordered: ['processing', 'awaiting_action', 'succeeded', 'failed'],
  processing: ['awaiting_action', 'succeeded', 'failed'],
  awaiting_action: ['processing', 'succeeded', 'failed'],
  failed: ['succeeded'],
  succeeded: [],
} as const;

export type AutoTopUpStatus = keyof typeof autoTopUpFlow;
export const autoTopUpStatuses = Object.keys(autoTopUpFlow) as readonly AutoTopUpStatus[];

/** Those of which a wallet has one at most. */
export const inFlight = [
  'ordered',
  'processing',
  'awaiting_action',
] as const satisfies readonly AutoTopUpStatus[];

export function topUpMayBecome(from: AutoTopUpStatus, to: AutoTopUpStatus): boolean {
  const next: readonly AutoTopUpStatus[] = autoTopUpFlow[from];
  return next.includes(to);
}
