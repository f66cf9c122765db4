import { defineFailure } from '@onegate/platform';

export const paymentUnknown = defineFailure('payment.unknown', 'not_found', 'Payment not found');
export const methodUnknown = defineFailure('payment.method_unknown', 'not_found', 'Payment method not found');
export const paymentsDisabled = defineFailure(
  'payment.disabled',
  'unavailable',
  'Payments are not set up on this installation.',
);
export const providerSilent = defineFailure(
  'payment.provider_silent',
  'unavailable',
  'The payment provider could not be reached. Nothing is lost: what was begun is finished once it answers.',
);
export const amountOutOfRange = defineFailure(
  'payment.amount',
  'invalid_fields',
  'The amount must be between {minimum} and {maximum} cents.',
);
export const noPaymentMethod = defineFailure(
  'payment.no_method',
  'payment_required',
  'There is no payment method on this account. Add one first.',
);
export const paymentDeclined = defineFailure(
  'payment.declined',
  'payment_required',
  'The payment was declined: {reason}',
);
export const paymentReferenceReused = defineFailure(
  'payment.reference_reused',
  'conflict',
  'This reference belongs to another payment.',
);
export const refundTooLarge = defineFailure(
  'payment.refund_too_large',
  'conflict',
  'No more than {left} cents of this payment can be refunded.',
);
export const refundRefused = defineFailure(
  'payment.refund_refused',
  'conflict',
  'The payment provider refused the refund: {reason}',
);
export const paymentUnpaid = defineFailure(
  'payment.unpaid',
  'conflict',
  'Only a payment that has succeeded can be refunded.',
);
export const signatureInvalid = defineFailure(
  'payment.webhook_signature',
  'invalid_request',
  'The signature of the webhook is not valid.',
);
export const webhookClosed = defineFailure(
  'payment.webhook_closed',
  'not_found',
  'There is no such webhook.',
);
export const checkoutOver = defineFailure(
  'payment.checkout_over',
  'conflict',
  'The checkout of this idempotency key is over. Use another key for another one.',
);
export const idempotencyKeyInvalid = defineFailure(
  'payment.idempotency_key',
  'invalid_request',
  'An idempotency key has 1 to 200 visible characters.',
);
