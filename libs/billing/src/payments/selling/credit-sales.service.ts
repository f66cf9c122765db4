import { Injectable } from '@nestjs/common';
import { newId } from '@onegate/platform';
import { AuditLog, type AuditedActor } from '@onegate/tenants';
import { tagOf, type BilledAccount } from '../../wallets/billed-account.js';
import { Charges } from '../charges.service.js';
import type { ChargeOrder } from '../off-session-charges.js';
import { noPaymentMethod, paymentDeclined, paymentsDisabled } from '../payment.errors.js';
import { PaymentRecords } from '../records/payment-records.service.js';
import type { Payment } from '../records/payment.entity.js';
import { Checkouts, type OpenedCheckout } from './checkouts.service.js';
import type { CheckoutRequest, PurchaseRequest } from './credit-sales.schema.js';
import { SaleRules, type SaleTerms } from './sale-rules.service.js';

export interface Buyer {
  readonly actor: AuditedActor;
  readonly account: BilledAccount;
  /** The same one again is the same order. */
  readonly idempotencyKey: string | undefined;
}

/** Credit for money: on a hosted page, or at once with the card that was left. */
@Injectable()
export class CreditSales {
  constructor(
    private readonly checkouts: Checkouts,
    private readonly charges: Charges,
    private readonly records: PaymentRecords,
    private readonly audit: AuditLog,
    private readonly rules: SaleRules,
  ) {}

  get terms(): SaleTerms {
    return this.rules.terms;
  }

  async checkout(buyer: Buyer, { amountCents, ...addresses }: CheckoutRequest): Promise<OpenedCheckout> {
    const order = { ...this.orderOf(buyer, 'checkout'), amountCents, ...addresses };
    await this.admit(order);
    const opened = await this.checkouts.open(order);
    await this.record(buyer, 'payment.checkout_opened', opened.paymentId, amountCents);
    return opened;
  }

  /** With the default payment method. Where the bank asks, the answer says where the payer has to go. */
  async purchase(buyer: Buyer, { amountCents, successUrl }: PurchaseRequest): Promise<Payment> {
    const order = { ...this.orderOf(buyer, 'purchase'), amountCents, successUrl };
    await this.admit(order);
    const result = await this.charges.chargeFor(order);
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

  /** An order that is given again is not another one. */
  private async admit(order: ChargeOrder): Promise<void> {
    this.rules.requireInRange(order.amountCents);
    const known = await this.records.find(order);
    if (!known) await this.rules.requireTurn(order.account);
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
