import { z } from 'zod';
import { sandboxCardNames } from './sandbox-cards.js';

const cents = z.int().min(1);

export const sandboxCustomer = z.object({ account: z.string() });

export const sandboxMethod = z.object({
  customer: z.string(),
  card: z.enum(sandboxCardNames),
  expMonth: z.int(),
  expYear: z.int(),
  isRemoved: z.boolean().default(false),
});
export type SandboxMethod = z.output<typeof sandboxMethod>;

/** A hosted page: for paying once, or for leaving a card. */
export const sandboxSession = z.object({
  mode: z.enum(['payment', 'setup']),
  status: z.enum(['open', 'complete', 'expired']),
  customer: z.string(),
  amountCents: cents.nullable(),
  currency: z.string(),
  about: z.string(),
  /** Ours, of the payment or the setup. */
  ownId: z.string(),
  successUrl: z.string(),
  cancelUrl: z.string(),
  taxNote: z.string().nullable(),
  /** What came of it: a charge or a method. */
  made: z.string().nullable(),
});
export type SandboxSession = z.output<typeof sandboxSession>;

export const sandboxCharge = z.object({
  paymentId: z.string(),
  customer: z.string(),
  amountCents: cents,
  currency: z.string(),
  about: z.string(),
  status: z.enum(['requires_action', 'succeeded', 'failed']),
  card: z.enum(sandboxCardNames),
  session: z.string().nullable(),
  returnUrl: z.string(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type SandboxCharge = z.output<typeof sandboxCharge>;

export const sandboxReversal = z.object({
  kind: z.enum(['refund', 'chargeback']),
  charge: z.string(),
  paymentId: z.string(),
  reversalId: z.string().nullable(),
  amountCents: cents,
  currency: z.string(),
  status: z.enum(['standing', 'final', 'returned']),
});
export type SandboxReversal = z.output<typeof sandboxReversal>;

export const sandboxThings = {
  customer: sandboxCustomer,
  method: sandboxMethod,
  session: sandboxSession,
  charge: sandboxCharge,
  reversal: sandboxReversal,
} as const;
export type SandboxKind = keyof typeof sandboxThings;
export type SandboxThing<Kind extends SandboxKind> = z.output<(typeof sandboxThings)[Kind]>;
