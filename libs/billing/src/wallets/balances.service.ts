import { Injectable } from '@nestjs/common';
import { Database, type NanoUsd } from '@onegate/platform';
import type { BilledAccount } from './billed-account.js';
import { Wallet } from './wallet.entity.js';

export interface Balance {
  readonly balance: NanoUsd;
  readonly credits: NanoUsd;
  readonly spent: NanoUsd;
}

const nothing: Balance = { balance: 0n, credits: 0n, spent: 0n };

/** What is left on an account, as the books have it: calls that have not reached them yet are not in it. */
@Injectable()
export class Balances {
  constructor(private readonly database: Database) {}

  async of({ kind, id }: BilledAccount): Promise<Balance> {
    const where = kind === 'user' ? { userId: id } : { tenantId: id };
    const wallet = await this.database.of(Wallet).findOneBy(where);
    return wallet ? balanceOf(wallet) : nothing;
  }
}

export function balanceOf({ creditsNano, spentNano }: Wallet): Balance {
  return { balance: creditsNano - spentNano, credits: creditsNano, spent: spentNano };
}
