import { Injectable } from '@nestjs/common';
import { AutoTopUpOrders, AutoTopUps, BalanceAlerts, BalanceWatch } from '@onegate/billing';
import { sweepBalances, watchBalance, WebhookOutbox } from '@onegate/billing';
import type { WatchBalance } from '@onegate/billing';
import type { Processor } from '@onegate/platform';

@Injectable()
class BalanceWatchProcessor implements Processor<WatchBalance> {
  readonly job = watchBalance;

  constructor(
    private readonly alerts: BalanceAlerts,
    private readonly topUps: AutoTopUps,
  ) {}

  async process({ walletId, crossing }: WatchBalance): Promise<void> {
    const dip = crossing && { ...crossing, lowestNano: BigInt(crossing.lowestNano) };
    await this.alerts.consider(walletId, dip);
    await this.topUps.consider(walletId);
  }
}

@Injectable()
class BalanceSweepProcessor implements Processor<object> {
  readonly job = sweepBalances;

  constructor(
    private readonly alerts: BalanceAlerts,
    private readonly topUps: AutoTopUpOrders,
    private readonly watch: BalanceWatch,
    private readonly webhooks: WebhookOutbox,
  ) {}

  async process(): Promise<{ wallets: number; webhooks: number }> {
    const seen = [...(await this.alerts.unseen()), ...(await this.topUps.toLookAt())];
    const walletIds = [...new Set(seen)];
    for (const walletId of walletIds) await this.watch.look(walletId);
    return { wallets: walletIds.length, webhooks: await this.webhooks.startWaiting() };
  }
}

/** What follows from balances that change. */
export const balanceProcessors = [BalanceSweepProcessor, BalanceWatchProcessor];
