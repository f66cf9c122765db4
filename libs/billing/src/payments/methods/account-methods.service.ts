import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { AuditLog, type AuditedActor } from '@onegate/tenants';
import { IsNull } from 'typeorm';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { ownedBy } from '../account-columns.js';
import { asking } from '../asking.js';
import { methodUnknown } from '../payment.errors.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import { PaymentMethod } from './payment-method.entity.js';
import { PaymentMethods } from './payment-methods.service.js';

/** What the people of an account do with its payment methods. */
@Injectable()
export class AccountMethods {
  constructor(
    private readonly database: Database,
    private readonly providers: PaymentProviders,
    private readonly methods: PaymentMethods,
    private readonly audit: AuditLog,
  ) {}

  async list(account: BilledAccount): Promise<PaymentMethod[]> {
    const provider = this.providers.active;
    return provider ? this.methods.list(provider, account) : [];
  }

  async default(account: BilledAccount): Promise<PaymentMethod | null> {
    const provider = this.providers.active;
    return provider ? this.methods.default(provider, account) : null;
  }

  async makeDefault(actor: AuditedActor, account: BilledAccount, publicId: string): Promise<PaymentMethod> {
    const method = await this.find(account, publicId);
    await this.database.transaction(async () => {
      await this.methods.makeDefault(method);
      await this.record(actor, account, { action: 'payment_method.made_default', publicId });
    });
    return this.find(account, publicId);
  }

  /** Here first: whatever becomes of the provider, nothing is charged to it from now on. */
  async remove(actor: AuditedActor, account: BilledAccount, publicId: string): Promise<void> {
    const method = await this.find(account, publicId);
    await this.database.transaction(async () => {
      await this.methods.markRemoved(method);
      await this.record(actor, account, { action: 'payment_method.removed', publicId });
    });
    const provider = this.providers.named(method.provider);
    if (provider) await asking(() => provider.removeMethod(method.reference));
  }

  private async find(account: BilledAccount, publicId: string): Promise<PaymentMethod> {
    const where = { ...ownedBy(account), publicId, removedAt: IsNull() };
    const method = await this.database.of(PaymentMethod).findOneBy(where);
    if (!method) throw methodUnknown();
    return method;
  }

  private record(
    actor: AuditedActor,
    account: BilledAccount,
    { action, publicId }: { action: string; publicId: string },
  ): Promise<void> {
    const tenantId = account.kind === 'organization' ? account.id : null;
    return this.audit.record(actor, { action, tenantId, target: { kind: 'payment_method', id: publicId } });
  }
}
