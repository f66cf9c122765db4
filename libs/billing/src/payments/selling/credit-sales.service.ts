import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, newId, type Configuration } from '@onegate/platform';
import { AuditLog, type AuditedActor } from '@onegate/tenants';
import { tagOf, type BilledAccount } from '../../wallets/billed-account.js';
import { Charges } from '../charges.service.js';
import { amountOutOfRange, noPaymentMethod, paymentDeclined, paymentsDisabled } from '../payment.errors.js';
import { paymentCurrency, PaymentRecords } from '../records/payment-records.service.js';
import type { Payment } from '../records/payment.entity.js';
import { Checkouts, type OpenedCheckout } from './checkouts.service.js';
import type { CheckoutRequest, PurchaseRequest } from './credit-sales.schema.js';

export interface Buyer {
  readonly actor: AuditedActor;
  readonly account: BilledAccount;
  /** The same one again is the same order. */
  readonly idempotencyKey: string | undefined;
}

export interface SaleTerms {
  readonly currency: string;
  readonly minimumCents: number;
  readonly maximumCents: number;
  readonly taxNote: string | null;
}

/** Credit for money: on a hosted page, or at once with the card that was left. */
@Injectable()
export class CreditSales {
  constructor(
    private readonly checkouts: Checkouts,
    private readonly charges: Charges,
    private readonly records: PaymentRecords,
    private readonly audit: AuditLog,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  get terms(): SaleTerms {
    const { minimumCents, maximumCents, taxNote } = this.config.payments;
    return { currency: paymentCurrency, minimumCents, maximumCents, taxNote: taxNote ?? null };
  }

  async checkout(buyer: Buyer, { amountCents, ...addresses }: CheckoutRequest): Promise<OpenedCheckout> {
    this.requireInRange(amountCents);
    const order = { ...this.orderOf(buyer, 'checkout'), amountCents, ...addresses };
    const opened = await this.checkouts.open(order);
    await this.record(buyer, 'payment.checkout_opened', opened.paymentId, amountCents);
    return opened;
  }

  /** With the default payment method. Where the bank asks, the answer says where the payer has to go. */
  async purchase(buyer: Buyer, { amountCents, successUrl }: PurchaseRequest): Promise<Payment> {
    this.requireInRange(amountCents);
    const result = await this.charges.chargeFor({
      ...this.orderOf(buyer, 'purchase'),
      amountCents,
      successUrl,
    });
    if (result.paymentId === null) {
      throw result.status === 'failed' && result.reason === 'payments_disabled'
        ? paymentsDisabled()
        : noPaymentMethod();
    }
    await this.record(buyer, 'payment.purchase_ordered', result.paymentId, amountCents);
    if (result.status === 'failed') {
      throw paymentDeclined({ reason: result.message }, { details: { paymentId: result.paymentId } });
    }
    return this.records.read(result.paymentId);
  }

  private orderOf({ actor, account, idempotencyKey }: Buyer, kind: 'checkout' | 'purchase') {
    const name = idempotencyKey === undefined ? newId('req') : `key:${idempotencyKey}`;
    return {
      account,
      purpose: 'credits' as const,
      reference: `${kind}:${tagOf(account)}:${name}`,
      about: 'Onegate credit',
      creatorUserId: actor.userId,
    };
  }

  private requireInRange(amountCents: number): void {
    const { minimumCents: minimum, maximumCents: maximum } = this.config.payments;
    if (amountCents >= minimum && amountCents <= maximum) return;
    const complaint = `must be between ${minimum} and ${maximum}`;
    throw amountOutOfRange({ minimum, maximum }, { fields: { amountCents: [complaint] } });
  }

  private record(
    { actor, account }: Buyer,
    action: string,
    paymentId: string,
    amountCents: number,
  ): Promise<void> {
    const tenantId = account.kind === 'organization' ? account.id : null;
    const target = { kind: 'payment', id: paymentId };
    return this.audit.record(actor, { action, target, tenantId, changes: { amountCents } });
  }
}
