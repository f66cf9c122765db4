import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  Balances,
  BooksCheck,
  OffSessionCharges,
  PaymentMethods,
  SandboxPages,
  tagOf,
  UsageLedger,
  type BilledAccount,
  type ChargeOrder,
  type GivenCard,
} from '@onegate/billing';
import { Database } from '@onegate/platform';
import { PaymentCustomers } from '../../libs/billing/src/payments/methods/payment-customers.service.ts';
import { PaymentProviders } from '../../libs/billing/src/payments/providers/payment-providers.ts';
import { given } from '../setup/given.ts';
import { newReference } from './wallets.ts';

export type TestCard = GivenCard['card'];

export interface PaymentRow {
  readonly public_id: string;
  readonly status: string;
  readonly amount_cents: number;
  readonly returned_cents: number;
  readonly provider_reference: string | null;
  readonly session: string | null;
  readonly failure_message: string | null;
}

/** Accounts that pay, through the services that other libs call. */
export function paying(app: NestFastifyApplication) {
  const database = app.get(Database);
  return {
    database,

    async account(): Promise<BilledAccount> {
      return { kind: 'user', id: (await given(app).user()).id };
    },

    /** A test card of the sandbox on file, as its owner leaves it on the hosted page. */
    async card(account: BilledAccount, card: TestCard = 'succeeds', expYear = 2040): Promise<string> {
      const provider = app.get(PaymentProviders).requireActive();
      const customer = await app.get(PaymentCustomers).ensure(provider, account);
      const setup = { setupId: newReference(), customer, successUrl: 'http://x', cancelUrl: 'http://x' };
      const { session } = await provider.openSetup(setup);
      await app.get(SandboxPages).saveCard(session, { card, expMonth: 12, expYear });
      for (const news of await provider.setupNews(session)) {
        if (news.about === 'method') await app.get(PaymentMethods).learn(provider, news);
      }
      return customer;
    },

    charge(account: BilledAccount, order: Partial<ChargeOrder> = {}) {
      return app.get(OffSessionCharges).charge({
        account,
        amountCents: 1_000,
        purpose: 'credits',
        reference: newReference(),
        about: 'Credit',
        ...order,
      });
    },

    async payment(publicId: string | null): Promise<PaymentRow | undefined> {
      const [row] = await database.query<PaymentRow>('select * from payments where public_id = $1', [
        publicId,
      ]);
      return row;
    },

    async balanceCents(account: BilledAccount): Promise<number> {
      const { balance } = await app.get(Balances).of(account);
      return Number(balance) / 1e7;
    },

    spend(account: BilledAccount, cents: number) {
      const charges = [{ account: tagOf(account), amount: BigInt(cents) * 10_000_000n, usedAt: new Date() }];
      return app.get(UsageLedger).chargeUsage({ batch: newReference(), charges });
    },

    differences: () => app.get(BooksCheck).differences(),
  };
}

export type Paying = ReturnType<typeof paying>;
