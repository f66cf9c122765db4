import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { firstCheckAfter } from '../check-times.js';
import { PaymentMethodSetup } from './payment-method-setup.entity.js';

type NewSetup = Pick<PaymentMethodSetup, 'userId' | 'tenantId' | 'provider' | 'isLive' | 'customer'>;

@Injectable()
export class MethodSetupRecords {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async begin(setup: NewSetup): Promise<string> {
    const createdAt = this.clock.now();
    const publicId = newId('chk');
    await this.database.of(PaymentMethodSetup).insert({ ...setup, publicId, status: 'open', createdAt });
    return publicId;
  }

  async keepPage(publicId: string, session: string): Promise<void> {
    const nextCheckAt = firstCheckAfter(this.clock.now());
    await this.database.of(PaymentMethodSetup).update({ publicId }, { session, nextCheckAt });
  }
}
