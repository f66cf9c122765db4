/** How a payment may go on. What has succeeded moves only by money that goes back, or comes again. */
export const paymentFlow = {
  pending: ['requires_action', 'processing', 'succeeded', 'failed', 'expired'],
  requires_action: ['processing', 'succeeded', 'failed', 'expired'],
  processing: ['requires_action', 'succeeded', 'failed', 'expired'],
  /** The provider may find out later that the money came after all; it has to be granted then. */
  failed: ['succeeded'],
  expired: ['succeeded'],
  succeeded: ['partially_refunded', 'refunded', 'charged_back'],
  partially_refunded: ['succeeded', 'refunded', 'charged_back'],
  refunded: ['succeeded', 'partially_refunded', 'charged_back'],
  charged_back: ['succeeded', 'partially_refunded', 'refunded'],
} as const;

export type PaymentStatus = keyof typeof paymentFlow;
export const paymentStatuses = Object.keys(paymentFlow) as readonly PaymentStatus[];

export function mayBecome(from: PaymentStatus, to: PaymentStatus): boolean {
  const next: readonly PaymentStatus[] = paymentFlow[from];
  return next.includes(to);
}

const unsettled = new Set<PaymentStatus>(['pending', 'requires_action', 'processing']);
const unpaid = new Set<PaymentStatus>([...unsettled, 'failed', 'expired']);

/** Whether the provider has still to say how it ends. */
export function isUnsettled(status: PaymentStatus): boolean {
  return unsettled.has(status);
}

/** Whether the money has come, wherever it went afterwards. */
export function isPaid(status: PaymentStatus): boolean {
  return !unpaid.has(status);
}

/**
 * Money on its way back. `requested`: the provider has not been heard on it; `standing`: the money is gone, but may
 * come again (a refund under way, an open dispute); `final`; `returned`: it came again; `failed`: it never went.
 */
export const reversalFlow = {
  requested: ['standing', 'final', 'returned', 'failed'],
  standing: ['final', 'returned', 'failed'],
  /** A bank may give a refund back after it was booked. */
  final: ['returned', 'failed'],
  returned: [],
  failed: [],
} as const;

export type ReversalStatus = keyof typeof reversalFlow;

export function reversalMayBecome(from: ReversalStatus, to: ReversalStatus): boolean {
  const next: readonly ReversalStatus[] = reversalFlow[from];
  return next.includes(to);
}

/** Whether the money is with its owner, or on its way there. */
export function isGone(status: ReversalStatus): boolean {
  return status === 'standing' || status === 'final';
}
