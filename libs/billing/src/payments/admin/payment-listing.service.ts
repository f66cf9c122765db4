import { Injectable } from '@nestjs/common';
import { Database, likeLiteral, pageBounds, type PageRows } from '@onegate/platform';
import { paymentUnknown } from '../payment.errors.js';
import { PaymentEvent } from '../records/payment-event.entity.js';
import { PaymentReversal } from '../records/payment-reversal.entity.js';
import { Payment } from '../records/payment.entity.js';
import type { PaymentEventsQuery, PaymentsQuery } from './payment-admin.schema.js';

export interface WholePayment {
  readonly payment: Payment;
  readonly reversals: readonly PaymentReversal[];
}

const matches = `(p.public_id ilike :like or p.provider_reference ilike :like
  or exists (select from users u where u.id = p.user_id and (u.name ilike :like or u.email ilike :like))
  or exists (select from tenants t where t.id = p.tenant_id and t.name ilike :like))`;

/** All payments and all that providers told, for administrators of the platform. */
@Injectable()
export class PaymentListing {
  constructor(private readonly database: Database) {}

  async list(query: PaymentsQuery): Promise<PageRows<Payment>> {
    const { skip, take } = pageBounds(query);
    const select = this.database.of(Payment).createQueryBuilder('p').where('true');
    if (query.status) select.andWhere('p.status = :status', { status: query.status });
    if (query.search) select.andWhere(matches, { like: `%${likeLiteral(query.search)}%` });
    const [rows, total] = await select.orderBy('p.id', 'DESC').skip(skip).take(take).getManyAndCount();
    return { rows, total };
  }

  async read(id: number): Promise<WholePayment> {
    const payment = await this.database.of(Payment).findOneBy({ id });
    if (!payment) throw paymentUnknown();
    const where = { paymentId: id };
    const reversals = await this.database.of(PaymentReversal).find({ where, order: { id: 'asc' } });
    return { payment, reversals };
  }

  async events(query: PaymentEventsQuery): Promise<PageRows<PaymentEvent>> {
    const { outcome, payment_id: paymentId } = query;
    const [rows, total] = await this.database.of(PaymentEvent).findAndCount({
      where: { ...(outcome && { outcome }), ...(paymentId !== undefined && { paymentId }) },
      order: { id: 'desc' },
      ...pageBounds(query),
    });
    return { rows, total };
  }
}
