import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { columnsOf } from '../account-columns.js';
import { firstCheckAfter } from '../check-times.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import { PaymentCustomers } from './payment-customers.service.js';
import { PaymentMethodSetup } from './payment-method-setup.entity.js';

interface BegunSetup {
  readonly setupId: string;
  readonly customer: string;
}

@Injectable()
export class MethodSetupRecords {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly customers: PaymentCustomers,
  ) {}

  async begin(provider: PaymentProvider, account: BilledAccount): Promise<BegunSetup> {
    const customer = await this.customers.ensure(provider, account);
    const createdAt = this.clock.now();
    const publicId = newId('chk');
    const { name, isLive } = provider;
    const setup = { ...columnsOf(account), provider: name, isLive, customer, publicId, createdAt };
    await this.database.of(PaymentMethodSetup).insert({ ...setup, status: 'open' });
    return { setupId: publicId, customer };
  }

  async keepPage(publicId: string, session: string): Promise<void> {
    const nextCheckAt = firstCheckAfter(this.clock.now());
    await this.database.of(PaymentMethodSetup).update({ publicId }, { session, nextCheckAt });
  }
}
