import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { BalanceWatch } from '../watch/balance-watch.service.js';
import { AutoTopUp } from './auto-top-up.entity.js';
import { topUpMayBecome, type AutoTopUpStatus } from './auto-top-up.flow.js';
import { AutoTopUpMails } from './auto-top-up.mails.js';
import { waitAfter } from './auto-top-up.rules.js';
import { AutoTopUpSettings } from './auto-top-up-settings.entity.js';

/** Why one did not work. `payments_disabled` is not the fault of the account, and does not count against it. */
export interface TopUpFailure {
  readonly reason: string;
  readonly message: string;
}

/**
 * What becomes of top-ups, whoever hears of it first: the charge that was made, or the news of the payment. Each step
 * is taken once, because the row is held and only moves on in the order of the flow.
 */
@Injectable()
export class AutoTopUpEndings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mails: AutoTopUpMails,
    private readonly watch: BalanceWatch,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async processing(publicId: string, paymentId: string): Promise<void> {
    await this.move(publicId, 'processing', { paymentId });
  }

  /** Its people are asked once. */
  async awaitsAction(publicId: string, paymentId: string, actionUrl: string): Promise<void> {
    await this.database.transaction(async () => {
      const askedAt = this.clock.now();
      const topUp = await this.move(publicId, 'awaiting_action', { paymentId, askedAt });
      if (topUp) await this.mails.confirm(topUp, actionUrl);
    });
  }

  /** Should it still be too little, the next one is due. */
  async succeeded(publicId: string, paymentId: string): Promise<void> {
    await this.database.transaction(async () => {
      const endedAt = this.clock.now();
      const change = { paymentId, endedAt, failureReason: null, failureMessage: null };
      const topUp = await this.move(publicId, 'succeeded', change);
      if (!topUp) return;
      await this.database.of(AutoTopUpSettings).update(topUp.walletId, { failures: 0, nextTryAt: null });
      await this.watch.look(topUp.walletId);
    });
  }

  async failed(publicId: string, failure: TopUpFailure, paymentId: string | null): Promise<void> {
    await this.database.transaction(async () => {
      const topUp = await this.move(publicId, 'failed', {
        endedAt: this.clock.now(),
        failureReason: failure.reason,
        failureMessage: failure.message,
        ...(paymentId !== null && { paymentId }),
      });
      if (topUp) await this.backOff(topUp, failure);
    });
  }

  async switchOff(walletId: number, reason: string, why: string): Promise<void> {
    const settings = await this.locked(walletId);
    if (!settings?.isEnabled) return;
    const now = this.clock.now();
    await this.database.of(AutoTopUpSettings).update(walletId, {
      isEnabled: false,
      switchedOffAt: now,
      switchedOffReason: reason,
      nextTryAt: null,
      updatedAt: now,
    });
    await this.watch.refresh(walletId);
    await this.mails.switchedOff(walletId, why);
  }

  private async backOff({ walletId }: AutoTopUp, { reason, message }: TopUpFailure): Promise<void> {
    const settings = await this.locked(walletId);
    if (!settings) return;
    const { failures: most, waitSeconds } = this.config.topUps;
    const isOurs = reason === 'payments_disabled';
    const failures = settings.failures + (isOurs ? 0 : 1);
    const wait = waitAfter(Math.max(failures, 1), waitSeconds);
    const nextTryAt = new Date(this.clock.now().getTime() + wait);
    await this.database.of(AutoTopUpSettings).update(walletId, { failures, nextTryAt });
    if (failures < most) return;
    const why = `The payment failed ${failures} times in a row. The last time: ${message}`;
    await this.switchOff(walletId, reason, why);
  }

  private move(
    publicId: string,
    status: AutoTopUpStatus,
    change: Partial<AutoTopUp>,
  ): Promise<AutoTopUp | null> {
    return this.database.transaction(async () => {
      const topUps = this.database.of(AutoTopUp);
      const topUp = await topUps.findOne({ where: { publicId }, lock: { mode: 'pessimistic_write' } });
      if (!topUp || !topUpMayBecome(topUp.status, status)) return null;
      await topUps.update(topUp.id, { ...change, status });
      return topUp;
    });
  }

  private locked(walletId: number): Promise<AutoTopUpSettings | null> {
    return this.database
      .of(AutoTopUpSettings)
      .findOne({ where: { walletId }, lock: { mode: 'pessimistic_write' } });
  }
}
