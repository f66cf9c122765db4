import { Injectable } from '@nestjs/common';
import { Clock, Database, toUsdText } from '@onegate/platform';
import type { Crossing } from '../watch/crossing.js';
import { Wallet } from '../wallets/wallet.entity.js';
import { AlertNotices } from './alert-notices.service.js';
import { AlertRule } from './alert-rule.entity.js';

type Dip = Pick<Crossing, 'number' | 'lowestNano'>;

/** Rules whose balance went below or came back without anybody looking. */
const unseen = `select distinct r.wallet_id as id from alert_rules r join wallets w on w.id = r.wallet_id
  where r.kind = 'balance' and r.is_active and r.is_below <> (w.credits_nano - w.spent_nano < r.threshold_nano)`;

/** Tells of balances that fell below a threshold: once each time that they do. */
@Injectable()
export class BalanceAlerts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly notices: AlertNotices,
  ) {}

  async consider(walletId: number, dip: Dip | null): Promise<void> {
    await this.database.transaction(async () => {
      const wallet = await this.database
        .of(Wallet)
        .findOne({ where: { id: walletId }, lock: { mode: 'for_no_key_update' } });
      if (!wallet) return;
      const rules = await this.database
        .of(AlertRule)
        .find({ where: { walletId, kind: 'balance', isActive: true }, order: { id: 'asc' } });
      for (const rule of rules) await this.compare(rule, wallet, dip);
    });
  }

  /** The wallets that somebody should look at. */
  async unseen(): Promise<number[]> {
    const rows = await this.database.query<{ id: string }>(unseen);
    return rows.map(({ id }) => Number(id));
  }

  /** That it was below in between counts too, unless it was seen already. */
  private async compare(rule: AlertRule, wallet: Wallet, dip: Dip | null): Promise<void> {
    const threshold = rule.thresholdNano ?? 0n;
    const balance = wallet.creditsNano - wallet.spentNano;
    const isBelow = balance < threshold;
    const wasBelow = dip !== null && dip.number > rule.seenNumber && dip.lowestNano < threshold;
    if ((isBelow || wasBelow) && !rule.isBelow) {
      const shown = isBelow || dip === null ? balance : dip.lowestNano;
      await this.notices.raise(rule, {
        name: `line-${isBelow ? wallet.lastNumber : dip?.number}`,
        facts: { thresholdUsd: toUsdText(threshold), balanceUsd: toUsdText(shown) },
      });
    }
    await this.database.of(AlertRule).update(rule.id, { isBelow, seenNumber: wallet.lastNumber });
  }
}
