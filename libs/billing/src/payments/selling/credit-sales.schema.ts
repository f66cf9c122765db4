import { z } from 'zod';
import { idempotencyKeyInvalid } from '../payment.errors.js';

const address = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .nullish()
  .transform((url) => url ?? null);

const amountCents = z.int().min(1).meta({ description: 'In US cents' });

/** Where the payer comes back to; a page of this server where nothing is said. */
const returnAddresses = { successUrl: address, cancelUrl: address };

export const checkoutOrder = z
  .object({ amountCents, ...returnAddresses })
  .meta({ id: 'CreditCheckout', example: { amountCents: 2_500 } });
export type CheckoutRequest = z.output<typeof checkoutOrder>;

export const purchaseOrder = z
  .object({
    amountCents,
    successUrl: address.meta({ description: 'Where the bank sends the payer back to, should it ask him' }),
  })
  .meta({ id: 'CreditPurchase', example: { amountCents: 2_500 } });
export type PurchaseRequest = z.output<typeof purchaseOrder>;

export const setupOrder = z
  .object(returnAddresses)
  .meta({ id: 'PaymentMethodSetupOrder', example: { successUrl: 'https://app.example.com/billing' } });
export type SetupRequest = z.output<typeof setupOrder>;

const keyForm = /^[\x21-\x7e]{1,200}$/;

/** The header by which a client may name an order, so that it can be sent again. */
export function requireKey(given: string | undefined): string | undefined {
  if (given === undefined || keyForm.test(given)) return given;
  throw idempotencyKeyInvalid();
}
