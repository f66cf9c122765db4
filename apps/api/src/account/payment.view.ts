import {
  paymentStatuses,
  type ListedPayment,
  type Payment,
  type PaymentMethod,
  type SaleTerms,
} from '@onegate/billing';
import type { CursorPage } from '@onegate/platform';
import { z } from 'zod';

const purposes = ['credits', 'auto_top_up', 'invoice'] as const;

export const paymentView = z
  .object({
    id: z.string(),
    status: z.enum(paymentStatuses),
    purpose: z.enum(purposes),
    paidAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    creatorId: z.string().nullable(),
    amountCents: z.int(),
    refundedCents: z.int().meta({ description: 'What went back, by refund or by dispute' }),
    credits: z.number().meta({ description: 'In dollars' }),
    currency: z.string(),
    description: z.string(),
    provider: z.enum(['stripe', 'sandbox']),
    providerPaymentId: z.string().nullable(),
    card: z.object({ brand: z.string().nullable(), last4: z.string() }).nullable(),
    actionUrl: z
      .string()
      .nullable()
      .meta({ description: 'Where the payer has to go: the page to pay on, or the question of his bank' }),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'Payment' });

export function toPaymentView({ payment, creatorId }: ListedPayment): z.input<typeof paymentView> {
  const { failureCode, failureMessage, cardLast4, cardBrand } = payment;
  return {
    id: payment.publicId,
    status: payment.status,
    purpose: payment.purpose,
    paidAt: payment.paidAt?.toISOString() ?? null,
    createdAt: payment.createdAt.toISOString(),
    creatorId,
    amountCents: payment.amountCents,
    refundedCents: payment.returnedCents,
    credits: payment.amountCents / 100,
    currency: payment.currency,
    description: payment.about,
    provider: payment.provider,
    providerPaymentId: payment.providerReference,
    card: cardLast4 === null ? null : { brand: cardBrand, last4: cardLast4 },
    actionUrl: payment.actionUrl,
    failure: failureCode === null ? null : { code: failureCode, message: failureMessage ?? failureCode },
  };
}

export const paymentListView = z
  .object({ paymentTransactions: z.array(paymentView), nextToken: z.string().optional() })
  .meta({ id: 'PaymentList' });

export function toPaymentListView({
  items,
  nextToken,
}: CursorPage<ListedPayment>): z.input<typeof paymentListView> {
  return { paymentTransactions: items.map(toPaymentView), ...(nextToken !== undefined && { nextToken }) };
}

export const paymentStatusView = z
  .object({ paymentId: z.string(), status: z.enum(paymentStatuses), actionUrl: z.string().nullable() })
  .meta({ id: 'PaymentStatus' });

export function toPaymentStatusView(payment: Payment): z.input<typeof paymentStatusView> {
  return { paymentId: payment.publicId, status: payment.status, actionUrl: payment.actionUrl };
}

export const providerPaymentView = z
  .object({
    paymentId: z.string(),
    provider: z.enum(['stripe', 'sandbox']),
    providerPaymentId: z.string().nullable(),
    status: z.string().meta({ description: 'In the words of the provider' }),
    receiptUrl: z.string().nullable(),
  })
  .meta({ id: 'ProviderPayment' });

export const checkoutView = z
  .object({ checkoutUrl: z.string(), sessionId: z.string(), paymentId: z.string() })
  .meta({ id: 'CreditCheckoutOpened' });

export const saleTermsView = z
  .object({
    currency: z.string(),
    minimumCents: z.int(),
    maximumCents: z.int(),
    taxNote: z.string().nullable(),
  })
  .meta({ id: 'CreditTerms' }) satisfies z.ZodType<SaleTerms>;

export const paymentMethodView = z
  .object({
    id: z.string(),
    type: z.string(),
    brand: z.string().nullable(),
    last4: z.string().nullable(),
    expMonth: z.int().nullable(),
    expYear: z.int().nullable(),
    isDefault: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'PaymentMethod' });

export const paymentMethodListView = z
  .object({ items: z.array(paymentMethodView) })
  .meta({ id: 'PaymentMethodList' });

export function toPaymentMethodView(method: PaymentMethod): z.input<typeof paymentMethodView> {
  const { publicId: id, type, brand, last4, expMonth, expYear, isDefault, createdAt } = method;
  return { id, type, brand, last4, expMonth, expYear, isDefault, createdAt: createdAt.toISOString() };
}

export const setupSessionView = z
  .object({ url: z.string(), sessionId: z.string() })
  .meta({ id: 'PaymentMethodSetupSession' });
