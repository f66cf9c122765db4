import { z } from 'zod';

export type ProviderName = 'stripe' | 'sandbox';

const id = z.string().min(1).max(255);

/** What a person recognises his card by; never more than that. */
const cardFact = z.object({
  brand: z.string().max(40).nullable(),
  last4: z
    .string()
    .regex(/^\d{4}$/)
    .nullable(),
});

/** How far a payment is, as its provider says. Every provider says it in these words. */
export const paymentFact = z.object({
  about: z.literal('payment'),
  /** Our own id, as we gave it along. */
  paymentId: z.string().max(255).nullable(),
  reference: id.nullable(),
  session: id.nullable(),
  /** `open`: the payer has not decided yet, or may try again. */
  status: z.enum(['open', 'requires_action', 'processing', 'succeeded', 'failed', 'expired']),
  amountCents: z.int(),
  currency: z.string(),
  customer: id.nullable(),
  actionUrl: z.string().nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  card: cardFact.nullable(),
});
export type PaymentFact = z.output<typeof paymentFact>;

/** Money of a payment that goes back. */
export const reversalFact = z.object({
  about: z.literal('reversal'),
  kind: z.enum(['refund', 'chargeback']),
  reference: id,
  reversalId: z.string().max(255).nullable(),
  paymentId: z.string().max(255).nullable(),
  paymentReference: id,
  /** `open`: announced, but the money is still here. */
  status: z.enum(['open', 'standing', 'final', 'returned', 'failed']),
  amountCents: z.int(),
  currency: z.string(),
  reason: z.string().max(500).nullable(),
});
export type ReversalFact = z.output<typeof reversalFact>;

/** A means to pay that was left, changed or taken away. */
export const methodFact = z.object({
  about: z.literal('method'),
  reference: id,
  /** None once it was taken away. */
  customer: id.nullable(),
  type: z.string().max(40),
  brand: z.string().max(40).nullable(),
  last4: z
    .string()
    .regex(/^\d{4}$/)
    .nullable(),
  expMonth: z.int().min(1).max(12).nullable(),
  expYear: z.int().min(2000).max(2200).nullable(),
  /** The page on which it was left. */
  session: id.nullable(),
});
export type MethodFact = z.output<typeof methodFact>;

/** A page for leaving a means to pay that nobody used in its time. */
const setupExpired = z.object({ about: z.literal('setup_expired'), session: id });

export const providerNews = z.discriminatedUnion('about', [
  paymentFact,
  reversalFact,
  methodFact,
  setupExpired,
]);
export type ProviderNews = z.output<typeof providerNews>;

/** One thing that happened at a provider. Its id is what it is counted once by. */
export interface ProviderEvent {
  readonly id: string;
  readonly type: string;
  readonly isLive: boolean;
  readonly occurredAt: Date;
  /** What follows from it for us; asks the provider where the event itself does not say. */
  news(): Promise<readonly ProviderNews[]>;
}
