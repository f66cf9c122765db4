import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { IsNull } from 'typeorm';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { columnsOf, ownedBy } from '../account-columns.js';
import { changed, unrelated, type Learned } from '../learning/learned.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import type { MethodFact } from '../providers/provider-facts.js';
import { PaymentCustomers } from './payment-customers.service.js';
import { PaymentMethodSetup } from './payment-method-setup.entity.js';
import { PaymentMethod } from './payment-method.entity.js';

/** The means to pay that accounts have left. The newest one becomes the default. */
@Injectable()
export class PaymentMethods {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly customers: PaymentCustomers,
  ) {}

  list(provider: PaymentProvider, account: BilledAccount): Promise<PaymentMethod[]> {
    const { name, isLive } = provider;
    return this.database.of(PaymentMethod).find({
      where: { ...ownedBy(account), provider: name, isLive, removedAt: IsNull() },
      order: { isDefault: 'desc', id: 'desc' },
    });
  }

  async default(provider: PaymentProvider, account: BilledAccount): Promise<PaymentMethod | null> {
    const { name, isLive } = provider;
    const where = { ...ownedBy(account), provider: name, isLive, isDefault: true };
    return this.database.of(PaymentMethod).findOneBy(where);
  }

  learn(provider: PaymentProvider, fact: MethodFact): Promise<Learned> {
    return this.database.exclusively(`payment-method:${provider.name}:${fact.reference}`, async () => {
      const { name, isLive } = provider;
      const known = await this.database
        .of(PaymentMethod)
        .findOneBy({ provider: name, reference: fact.reference });
      if (known) return changed(null, await this.update(known, fact));
      const account = fact.customer ? await this.customers.accountOf(name, fact.customer) : null;
      if (!account || !fact.customer) return unrelated;
      const { reference, customer, type } = fact;
      const owner = { ...columnsOf(account), provider: name, isLive, customer };
      const method = { ...owner, reference, type, ...recognisedBy(fact) };
      await this.add(account, method);
      if (fact.session) await this.endSetup(provider, fact.session, 'completed');
      return changed(null, true);
    });
  }

  async endSetup(
    { name }: PaymentProvider,
    session: string,
    status: 'completed' | 'expired',
  ): Promise<Learned> {
    const { affected } = await this.database
      .of(PaymentMethodSetup)
      .update({ provider: name, session, status: 'open' }, { status, nextCheckAt: null });
    return affected ? changed(null, true) : unrelated;
  }

  /** What was default passes to the newest of the others. */
  markRemoved(method: PaymentMethod): Promise<void> {
    return this.aloneWith(method, async () => {
      const methods = this.database.of(PaymentMethod);
      await methods.update(method.id, { removedAt: this.clock.now(), isDefault: false });
      if (!method.isDefault) return;
      const [next] = await methods.find({
        where: { customer: method.customer, provider: method.provider, removedAt: IsNull() },
        order: { id: 'desc' },
        take: 1,
      });
      if (next) await methods.update(next.id, { isDefault: true });
    });
  }

  makeDefault(method: PaymentMethod): Promise<void> {
    return this.aloneWith(method, async () => {
      const methods = this.database.of(PaymentMethod);
      await methods.update(
        { customer: method.customer, provider: method.provider, isDefault: true },
        { isDefault: false },
      );
      await methods.update({ id: method.id, removedAt: IsNull() }, { isDefault: true });
    });
  }

  private async add(
    account: BilledAccount,
    method: Omit<PaymentMethod, 'id' | 'publicId' | 'isDefault' | 'warnedFor' | 'createdAt' | 'removedAt'>,
  ): Promise<void> {
    await this.aloneWith(method, async () => {
      const methods = this.database.of(PaymentMethod);
      const { provider, isLive } = method;
      await methods.update({ ...ownedBy(account), provider, isLive, isDefault: true }, { isDefault: false });
      await methods.insert({
        ...method,
        publicId: newId('pmt'),
        isDefault: true,
        createdAt: this.clock.now(),
      });
    });
  }

  private async update(known: PaymentMethod, fact: MethodFact): Promise<boolean> {
    if (known.removedAt) return false;
    if (fact.customer === null) {
      await this.markRemoved(known);
      return true;
    }
    const now = recognisedBy(fact);
    const isSame = Object.entries(now).every(([key, value]) => known[key as keyof typeof now] === value);
    if (!isSame) await this.database.of(PaymentMethod).update(known.id, now);
    return !isSame;
  }

  /** Which one is the default changes one after the other. */
  private aloneWith(
    { provider, customer }: Pick<PaymentMethod, 'provider' | 'customer'>,
    work: () => Promise<void>,
  ): Promise<void> {
    return this.database.exclusively(`payment-methods:${provider}:${customer}`, work);
  }
}

function recognisedBy({ brand, last4, expMonth, expYear }: MethodFact) {
  return { brand, last4, expMonth, expYear };
}
