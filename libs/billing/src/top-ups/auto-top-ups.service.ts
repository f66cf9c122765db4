import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { OffSessionCharges, type ChargeResult } from '../payments/off-session-charges.js';
import type { BilledAccount } from '../wallets/billed-account.js';
import { Wallet } from '../wallets/wallet.entity.js';
import { AutoTopUpEndings } from './auto-top-up-endings.service.js';
import { referenceOfTopUp, type AutoTopUp } from './auto-top-up.entity.js';
import { AutoTopUpOrders } from './auto-top-up-orders.service.js';

/** How long its people have to confirm a payment, before the next one may be tried. */
const patience = 48 * 3_600_000;

/**
 * Fills wallets up. First it is written down that it will be, then the money is asked for under the name of what was
 * written down: whatever dies in between, the next look goes on from there and asks for the same money.
 */
@Injectable()
export class AutoTopUps {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly orders: AutoTopUpOrders,
    private readonly charges: OffSessionCharges,
    private readonly endings: AutoTopUpEndings,
  ) {}

  /** Does what is due for a wallet, if anything is. */
  async consider(walletId: number): Promise<void> {
    const topUp = await this.orders.current(walletId);
    if (topUp) await this.carryOut(topUp);
  }

  private async carryOut(topUp: AutoTopUp): Promise<void> {
    const account = await this.accountOf(topUp);
    const result = await this.charges.charge({
      account,
      amountCents: topUp.amountCents,
      purpose: 'auto_top_up',
      reference: referenceOfTopUp(topUp),
      about: 'Automatic top-up',
    });
    await this.takeIn(topUp, result);
  }

  /** The news of the payment may have been there first; that it succeeded only they tell, with the credit. */
  private async takeIn(topUp: AutoTopUp, result: ChargeResult): Promise<void> {
    const { publicId } = topUp;
    switch (result.status) {
      case 'succeeded':
        return;
      case 'processing':
        return this.endings.processing(publicId, result.paymentId);
      case 'requires_action':
        if (this.isForgotten(topUp)) {
          const failure = { reason: 'unconfirmed', message: 'The payment was not confirmed in time.' };
          return this.endings.failed(publicId, failure, result.paymentId);
        }
        return this.endings.awaitsAction(publicId, result.paymentId, result.actionUrl);
      case 'failed':
        return this.endings.failed(publicId, result, result.paymentId);
    }
  }

  private isForgotten({ askedAt }: AutoTopUp): boolean {
    return askedAt !== null && this.clock.now().getTime() - askedAt.getTime() > patience;
  }

  private async accountOf({ walletId }: AutoTopUp): Promise<BilledAccount> {
    const { userId, tenantId } = await this.database.of(Wallet).findOneByOrFail({ id: walletId });
    return userId === null ? { kind: 'organization', id: tenantId ?? 0 } : { kind: 'user', id: userId };
  }
}
