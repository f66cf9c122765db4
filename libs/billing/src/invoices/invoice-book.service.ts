import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { In } from 'typeorm';
import { accountOfColumns } from '../payments/account-columns.js';
import { PaymentMails } from '../payments/payment-mails.js';
import type { BillingPeriod } from '../subscriptions/periods/billing-period.js';
import type { PricedOrder } from '../subscriptions/pricing.js';
import type { Subscription } from '../subscriptions/subscription.entity.js';
import { Invoice } from './invoice.entity.js';
import { invoiceFlow, type InvoiceEffect, type InvoiceStatus } from './invoice.flow.js';

export interface WantedInvoice {
  readonly kind: Invoice['kind'];
  readonly about: string;
  readonly order: PricedOrder;
  readonly effect: InvoiceEffect;
  readonly period: BillingPeriod;
}

const nextNumber = `with next as (update invoice_counters set last_number = last_number + 1
  where series = 'invoices' returning last_number) select last_number from next`;

const hour = 3_600_000;
/** Whoever ordered is charged at once; should his process die before, the worker goes on after so long. */
const takeOverMillis = 60_000;
const answerMillis = 23 * hour;

/** Invoices from their first draft to their end. All of it within the lock of the subscription. */
@Injectable()
export class InvoiceBook {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mails: PaymentMails,
  ) {}

  /** Of a change that takes place when it is paid. */
  draft(subscription: Subscription, wanted: WantedInvoice): Promise<Invoice> {
    const now = this.clock.now().getTime();
    return this.write(subscription, wanted, {
      status: 'draft',
      attemptAt: new Date(now + takeOverMillis),
      giveUpAt: new Date(now + answerMillis),
    });
  }

  /** Of what is due now whether it is paid or not. */
  async issue(subscription: Subscription, wanted: WantedInvoice): Promise<Invoice> {
    const now = this.clock.now();
    const number = await this.takeNumber();
    return this.write(subscription, wanted, { status: 'open', attemptAt: now, number, finalizedAt: now });
  }

  async paid(invoice: Invoice, paymentId: string | null): Promise<void> {
    const now = this.clock.now();
    const number = invoice.number ?? (await this.takeNumber());
    const finalizedAt = invoice.finalizedAt ?? now;
    await this.become(invoice, 'paid', { number, finalizedAt, paidAt: now, paymentId, failure: null });
  }

  async close(invoice: Invoice, status: 'void' | 'uncollectible', failure: string | null): Promise<void> {
    await this.become(invoice, status, { failure });
  }

  /** Drafts and open ones: what they were made for is not to be any more. */
  async voidUnpaid({ id: subscriptionId }: Subscription): Promise<void> {
    for (const invoice of await this.unpaid(subscriptionId)) await this.close(invoice, 'void', null);
  }

  /** Drafts that were calculated with the money of other invoices. */
  async voidCarrying({ id }: Subscription): Promise<void> {
    const unpaid = await this.unpaid(id);
    const carrying = unpaid.filter(({ carriedOverCents }) => carriedOverCents > 0);
    for (const invoice of carrying) await this.close(invoice, 'void', null);
  }

  unpaid(subscriptionId: number): Promise<Invoice[]> {
    return this.database.of(Invoice).findBy({ subscriptionId, status: In(['draft', 'open']) });
  }

  async lock(id: number): Promise<Invoice | null> {
    await this.database.query('select id from invoices where id = $1 for no key update', [id]);
    return this.database.of(Invoice).findOneBy({ id });
  }

  async update(invoice: Invoice, patch: Partial<Invoice>): Promise<void> {
    Object.assign(invoice, patch);
    await this.database.of(Invoice).save(invoice);
  }

  /** Those that were paid for the period that runs. */
  paidOf({ id: subscriptionId, periodEnd }: Subscription): Promise<Invoice[]> {
    const where = { subscriptionId, periodEnd, status: 'paid' as const };
    return this.database.of(Invoice).find({ where, order: { id: 'asc' } });
  }

  find(publicId: string): Promise<Invoice | null> {
    return this.database.of(Invoice).findOneBy({ publicId });
  }

  private async become(invoice: Invoice, status: InvoiceStatus, patch: Partial<Invoice>): Promise<void> {
    const allowed: readonly InvoiceStatus[] = invoiceFlow[invoice.status];
    if (!allowed.includes(status))
      throw new Error(`An invoice that is ${invoice.status} cannot be ${status}`);
    await this.update(invoice, { ...patch, status, attemptAt: null, giveUpAt: null, actionUrl: null });
  }

  private async write(
    subscription: Subscription,
    { kind, about, order, effect, period }: WantedInvoice,
    state: Partial<Invoice>,
  ): Promise<Invoice> {
    const { id: subscriptionId, userId, tenantId } = subscription;
    const [reader] = await this.mails.readersOf(accountOfColumns(subscription));
    return this.database.of(Invoice).save({
      publicId: newId('ivc'),
      number: null,
      userId,
      tenantId,
      subscriptionId,
      kind,
      about,
      effect,
      givenUp: null,
      billTo: { name: reader?.name ?? '', email: reader?.email ?? null },
      lines: order.lines,
      totalCents: order.totalCents,
      returnedCents: 0,
      carriedOverCents: order.carriedOverCents,
      carriedBackCents: 0,
      periodStart: period.start,
      periodEnd: period.end,
      attempts: 0,
      giveUpAt: null,
      actionUrl: null,
      failure: null,
      paymentId: null,
      createdAt: this.clock.now(),
      finalizedAt: null,
      paidAt: null,
      status: 'draft',
      attemptAt: null,
      ...state,
    });
  }

  /** Nobody else gets one until the transaction ends, so that a number is used if and only if it commits. */
  private async takeNumber(): Promise<number> {
    const [row] = await this.database.query<{ last_number: string }>(nextNumber);
    return Number(row?.last_number);
  }
}
