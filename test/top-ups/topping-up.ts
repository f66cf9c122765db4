import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AutoTopUps,
  Ledger,
  tagOf,
  UsageLedger,
  type AutoTopUpInput,
  type BilledAccount,
} from '@onegate/billing';
import { Clock, Database, usd } from '@onegate/platform';
import { people, type Enveloped, type Items, type Person } from '../account/people.ts';
import { newReference } from '../billing/wallets.ts';
import { paying, type TestCard } from '../billing/paying.ts';
import type { Answer, Caller } from '../setup/caller.ts';

export interface TopUpSettings {
  readonly enabled: boolean;
  readonly monthlyUsedCents: number;
  readonly inProgress: boolean;
  readonly failures: number;
  readonly nextTryAt: string | null;
  readonly switchedOffReason: string | null;
}

export interface TopUpItem {
  readonly id: string;
  readonly status: string;
  readonly amountCents: number;
  readonly takenBackCents: number;
  readonly paymentId: string | null;
  readonly failureReason: string | null;
}

export interface Wallet {
  readonly person: Person;
  readonly account: BilledAccount;
  readonly walletId: number;
}

export const settingsPath = '/api/v1/users/me/auto-top-up';
export const wanted: AutoTopUpInput = { enabled: true, thresholdCents: 500, amountCents: 2_000 };

/** Wallets that fill themselves up, driven as people and calls do. */
export function toppingUp(app: NestFastifyApplication, call: Caller) {
  const database = app.get(Database);
  const pay = paying(app);
  return {
    pay,

    /** Signed in anew: a key may not, and sessions end when a story lets time pass. */
    async set({ user }: Pick<Person, 'user'>, input: object): Promise<Answer<Enveloped<TopUpSettings>>> {
      const { call: session } = await people(app, call).signedIn(user);
      return session.put(settingsPath, input);
    },

    /** Somebody with $10, a card, and these wishes. */
    async wallet(wishes: object = {}, card: TestCard = 'succeeds'): Promise<Wallet> {
      // With a key, because sessions end when a story lets time pass.
      const { user, ...signedIn } = await people(app, call).person();
      const key = await people(app, call).key({ user, ...signedIn });
      const person: Person = { user, call: call.signedIn(key) };
      const account: BilledAccount = { kind: 'user', id: person.user.id };
      await app
        .get(Ledger)
        .grantCredit({ account, kind: 'manual', amount: usd(10), reference: newReference() });
      await pay.card(account, card);
      const { status, body } = await this.set(person, { ...wanted, ...wishes });
      if (status !== 200) throw new Error(JSON.stringify(body));
      const [row] = await database.query<{ id: string }>('select id from wallets where user_id = $1', [
        account.id,
      ]);
      return { person, account, walletId: Number(row?.id) };
    },

    spend: ({ account }: Pick<Wallet, 'account'>, dollars: number) =>
      app.get(UsageLedger).chargeUsage({
        batch: newReference(),
        charges: [{ account: tagOf(account), amount: usd(dollars), usedAt: app.get(Clock).now() }],
      }),

    consider: ({ walletId }: Wallet) => app.get(AutoTopUps).consider(walletId),

    async settings({ person }: Wallet): Promise<TopUpSettings> {
      return (await person.call.get<Enveloped<TopUpSettings>>(settingsPath)).body.data;
    },

    async history({ person }: Wallet): Promise<TopUpItem[]> {
      const { body } = await person.call.get<Enveloped<Items<TopUpItem>>>(`${settingsPath}/history`);
      return body.data.items;
    },

    /** What the bank took for an account, and what was granted for it: the same, to the cent. */
    async moneyOf({ walletId, account }: Pick<Wallet, 'walletId' | 'account'>) {
      const [row] = await database.query<{ taken: string; granted: string; charges: number }>(
        `select
          (select coalesce(sum((o.body->>'amountCents')::bigint), 0) from sandbox_objects o
            join payments p on p.public_id = o.body->>'paymentId'
            where o.kind = 'charge' and o.body->>'status' = 'succeeded' and p.user_id = $2) as taken,
          (select count(*)::integer from sandbox_objects o join payments p on p.public_id = o.body->>'paymentId'
            where o.kind = 'charge' and p.user_id = $2) as charges,
          (select coalesce(sum(amount_nano), 0) / 10000000 from credit_grants
            where wallet_id = $1 and kind = 'purchase') as granted`,
        [walletId, account.id],
      );
      return { taken: Number(row?.taken), granted: Number(row?.granted), charges: row?.charges };
    },
  };
}

export type ToppingUp = ReturnType<typeof toppingUp>;
