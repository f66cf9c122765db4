import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { AccountRemovalService } from '@onegate/tenants';
import { IsNull } from 'typeorm';
import { PaymentProviders } from '../providers/payment-providers.js';
import { PaymentMethod } from './payment-method.entity.js';

/** Who deletes his account takes his cards along: nothing is charged to them from that moment on. */
@Injectable()
export class ForgottenPayers implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly providers: PaymentProviders,
    private readonly removal: AccountRemovalService,
  ) {}

  onModuleInit(): void {
    this.removal.alsoForget((userId) => this.forget(userId));
  }

  private async forget(userId: number): Promise<void> {
    const methods = this.database.of(PaymentMethod);
    const left = await methods.findBy({ userId, removedAt: IsNull() });
    await methods.update(
      { userId, removedAt: IsNull() },
      { removedAt: this.clock.now(), isDefault: false, brand: null, last4: null },
    );
    for (const { provider, reference } of left) {
      await this.database.afterCommit(() => this.providers.named(provider)?.removeMethod(reference));
    }
  }
}
