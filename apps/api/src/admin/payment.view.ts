import {
  paymentStatuses,
  type Payment,
  type PaymentEvent,
  type PaymentReversal,
  type WholePayment,
} from '@onegate/billing';
import { z } from 'zod';

const reversalStatuses = ['requested', 'standing', 'final', 'returned', 'failed'] as const;

export const adminPaymentView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    user_id: z.int().nullable(),
    tenant_id: z.int().nullable(),
    purpose: z.string(),
    channel: z.string(),
    reference: z.string(),
    status: z.enum(paymentStatuses),
    amount_cents: z.int(),
    returned_cents: z.int(),
    currency: z.string(),
    provider: z.string(),
    is_live: z.boolean(),
    provider_reference: z.string().nullable(),
    failure_code: z.string().nullable(),
    failure_message: z.string().nullable(),
    created_at: z.iso.datetime(),
    paid_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AdminPayment' });
export type AdminPaymentView = z.input<typeof adminPaymentView>;

export function toAdminPaymentView(payment: Payment): AdminPaymentView {
  return {
    id: payment.id,
    public_id: payment.publicId,
    user_id: payment.userId,
    tenant_id: payment.tenantId,
    purpose: payment.purpose,
    channel: payment.channel,
    reference: payment.reference,
    status: payment.status,
    amount_cents: payment.amountCents,
    returned_cents: payment.returnedCents,
    currency: payment.currency,
    provider: payment.provider,
    is_live: payment.isLive,
    provider_reference: payment.providerReference,
    failure_code: payment.failureCode,
    failure_message: payment.failureMessage,
    created_at: payment.createdAt.toISOString(),
    paid_at: payment.paidAt?.toISOString() ?? null,
  };
}

export const reversalView = z
  .object({
    id: z.string(),
    kind: z.enum(['refund', 'chargeback']),
    status: z.enum(reversalStatuses),
    amount_cents: z.int(),
    withdrawn_cents: z.int().meta({ description: 'What was taken from the account for it' }),
    provider_reference: z.string().nullable(),
    reason: z.string().nullable(),
    requested_by: z.int().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'PaymentReversal' });

export function toReversalView(reversal: PaymentReversal): z.input<typeof reversalView> {
  return {
    id: reversal.publicId,
    kind: reversal.kind,
    status: reversal.status,
    amount_cents: reversal.amountCents,
    withdrawn_cents: reversal.takenCents,
    provider_reference: reversal.providerReference,
    reason: reversal.reason,
    requested_by: reversal.requestedBy,
    created_at: reversal.createdAt.toISOString(),
  };
}

export const wholePaymentView = adminPaymentView
  .extend({ reversals: z.array(reversalView) })
  .meta({ id: 'AdminPaymentWithReversals' });

export function toWholePaymentView({ payment, reversals }: WholePayment): z.input<typeof wholePaymentView> {
  return { ...toAdminPaymentView(payment), reversals: reversals.map(toReversalView) };
}

export const paymentEventView = z
  .object({
    id: z.int(),
    provider: z.string(),
    event_id: z.string(),
    type: z.string(),
    payment_id: z.int().nullable(),
    outcome: z.enum(['applied', 'unchanged', 'unrelated', 'refused']),
    reason: z.string().nullable(),
    occurred_at: z.iso.datetime(),
    received_at: z.iso.datetime(),
  })
  .meta({ id: 'PaymentEvent' });
export type PaymentEventView = z.input<typeof paymentEventView>;

export function toPaymentEventView(event: PaymentEvent): PaymentEventView {
  return {
    id: event.id,
    provider: event.provider,
    event_id: event.eventId,
    type: event.type,
    payment_id: event.paymentId,
    outcome: event.outcome,
    reason: event.reason,
    occurred_at: event.occurredAt.toISOString(),
    received_at: event.receivedAt.toISOString(),
  };
}
