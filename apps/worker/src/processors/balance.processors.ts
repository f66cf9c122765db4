import { Injectable } from '@nestjs/common';
import { BalanceAlerts, BalanceWatch, sweepBalances, watchBalance, WebhookOutbox } from '@onegate/billing';
import type { WatchBalance } from '@onegate/billing';
import type { Processor } from '@onegate/platform';

@Injectable()
class BalanceWatchProcessor implements Processor<WatchBalance> {
  readonly job = watchBalance;

  constructor(private readonly alerts: BalanceAlerts) {}

  async process({ walletId, crossing }: WatchBalance): Promise<void> {
    const dip = crossing && { ...crossing, lowestNano: BigInt(crossing.lowestNano) };
    await this.alerts.consider(walletId, dip);
  }
}

@Injectable()
class BalanceSweepProcessor implements Processor<object> {
  readonly job = sweepBalances;

  constructor(
    private readonly alerts: BalanceAlerts,
    private readonly watch: BalanceWatch,
    private readonly webhooks: WebhookOutbox,
  ) {}

  async process(): Promise<{ wallets: number; webhooks: number }> {
    const walletIds = await this.alerts.unseen();
    for (const walletId of walletIds) await this.watch.look(walletId);
    return { wallets: walletIds.length, webhooks: await this.webhooks.startWaiting() };
  }
}

/** What follows from balances that change. */
export const balanceProcessors = [BalanceSweepProcessor, BalanceWatchProcessor];
