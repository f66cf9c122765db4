import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  BooksCheck,
  GrantExpiry,
  Ledger,
  tagOf,
  UsageLedger,
  WalletCredits,
  type AccountTag,
  type BilledAccount,
  type GrantOrder,
  type WithdrawalOrder,
} from '@onegate/billing';
import { Clock, Database, RedisKeys } from '@onegate/platform';
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { given } from '../setup/given.ts';

interface Told {
  readonly credits: string;
  readonly credits_version: string;
  readonly credits_until: string;
  readonly spent: string;
}

let references = 0;
export function newReference(): string {
  references += 1;
  return `test-${references}`;
}

/** Wallets and what is done with them, through the services that other libs call. */
export function billing(app: NestFastifyApplication) {
  const database = app.get(Database);
  const keyOf = (tag: AccountTag) => app.get(RedisKeys).tagged(tag, 'wallet');
  return {
    database,
    ledger: app.get(Ledger),
    usage: app.get(UsageLedger),
    expiry: app.get(GrantExpiry),
    credits: app.get(WalletCredits),
    keyOf,

    async account(): Promise<BilledAccount & { tag: AccountTag }> {
      const { id } = await given(app).user();
      return { kind: 'user', id, tag: tagOf({ kind: 'user', id }) };
    },

    grant(account: BilledAccount, amount: bigint, order: Partial<GrantOrder> = {}) {
      return app
        .get(Ledger)
        .grantCredit({ account, amount, kind: 'purchase', reference: newReference(), ...order });
    },

    withdraw(account: BilledAccount, amount: bigint, order: Partial<WithdrawalOrder> = {}) {
      return app
        .get(Ledger)
        .withdrawCredit({ account, amount, kind: 'refund', reference: newReference(), ...order });
    },

    charge(account: AccountTag, amount: bigint, usedAt = app.get(Clock).now()) {
      return app
        .get(UsageLedger)
        .chargeUsage({ batch: newReference(), charges: [{ account, amount, usedAt }] });
    },

    async figures({ tag }: { tag: AccountTag }) {
      const [row] = await database.query<Record<'credits' | 'spent' | 'overdraft' | 'version', string>>(
        `select credits_nano as credits, spent_nano as spent, overdraft_nano as overdraft, credits_version as version
         from wallets where 'u' || user_id = $1 or 'o' || tenant_id = $1`,
        [tag],
      );
      return row;
    },

    /** What Redis knows of the wallet. */
    told: (tag: AccountTag) => app.get(Redis).hgetall(keyOf(tag)) as Promise<Partial<Told>>,
    forget: (tag: AccountTag) => app.get(Redis).del(keyOf(tag)),
    differences: () => app.get(BooksCheck).differences(),

    /** From now on it is then, for this process. */
    setClock(moment: Date): void {
      jest.spyOn(app.get(Clock), 'now').mockReturnValue(moment);
    },
  };
}

export type Billing = ReturnType<typeof billing>;
