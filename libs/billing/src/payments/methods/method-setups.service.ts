import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditedActor } from '@onegate/tenants';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { asking } from '../asking.js';
import type { OpenedPage } from '../providers/payment-provider.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import { ReturnPlaces } from '../return-places.js';
import type { SetupRequest } from '../selling/credit-sales.schema.js';
import { SaleRules } from '../selling/sale-rules.service.js';
import { MethodSetupRecords } from './method-setup-records.service.js';

/** Pages of the provider on which a payment method is left. What is left there never passes through here. */
@Injectable()
export class MethodSetups {
  constructor(
    private readonly records: MethodSetupRecords,
    private readonly providers: PaymentProviders,
    private readonly rules: SaleRules,
    private readonly places: ReturnPlaces,
    private readonly audit: AuditLog,
  ) {}

  async open(actor: AuditedActor, account: BilledAccount, wanted: SetupRequest): Promise<OpenedPage> {
    const provider = this.providers.requireActive();
    await this.rules.requireTurn(account);
    const { setupId, customer } = await this.records.begin(provider, account);
    const addresses = this.places.of(wanted);
    const page = await asking(() => provider.openSetup({ setupId, customer, ...addresses }));
    await this.records.keepPage(setupId, page.session);
    const tenantId = account.kind === 'organization' ? account.id : null;
    const target = { kind: 'payment_method_setup', id: setupId };
    await this.audit.record(actor, { action: 'payment_method.setup_opened', target, tenantId });
    return page;
  }
}
