import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { accountUnknown } from '../../ledger/ledger.errors.js';
import { accountOfColumns, columnsOf, ownedBy } from '../account-columns.js';
import { asking } from '../asking.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import type { ProviderName } from '../providers/provider-facts.js';
import { PaymentCustomer } from './payment-customer.entity.js';

const readAccount = {
  user: 'select public_id, name, email from users where id = $1',
  organization: 'select public_id, name, null as email from tenants where id = $1',
} as const;

/** Which account is which customer of a provider. */
@Injectable()
export class PaymentCustomers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Two at once ask the provider with one idempotency key, and the first to write it down wins. */
  async ensure(provider: PaymentProvider, account: BilledAccount): Promise<string> {
    const known = await this.find(provider, account);
    if (known) return known;
    const [row] = await this.database.query<{ public_id: string; name: string; email: string | null }>(
      readAccount[account.kind],
      [account.id],
    );
    if (!row) throw accountUnknown();
    const { public_id: publicId, name, email } = row;
    const reference = await asking(() => provider.createCustomer({ account: publicId, name, email }));
    await this.database
      .of(PaymentCustomer)
      .createQueryBuilder()
      .insert()
      .values({
        ...columnsOf(account),
        provider: provider.name,
        isLive: provider.isLive,
        reference,
        createdAt: this.clock.now(),
      })
      .orIgnore()
      .execute();
    return (await this.find(provider, account)) ?? reference;
  }

  async accountOf(provider: ProviderName, reference: string): Promise<BilledAccount | null> {
    const row = await this.database.of(PaymentCustomer).findOneBy({ provider, reference });
    return row && accountOfColumns(row);
  }

  private async find({ name, isLive }: PaymentProvider, account: BilledAccount): Promise<string | null> {
    const where = { ...ownedBy(account), provider: name, isLive };
    return (await this.database.of(PaymentCustomer).findOneBy(where))?.reference ?? null;
  }
}
