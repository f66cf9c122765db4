import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, toUsdText } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { BalanceWatch } from '../watch/balance-watch.service.js';
import type { KnownAccount } from '../wallets/account-access.service.js';
import { Wallet } from '../wallets/wallet.entity.js';
import { AlertRule } from './alert-rule.entity.js';
import { alertTaken, alertUnknown, tooManyAlerts } from './alert.errors.js';
import type { AlertChange, NewAlert } from './alert.schema.js';

const atMost = 50;

/** An account with the wallet that its alerts hang on. */
export interface AlertOwner extends KnownAccount {
  readonly walletId: number;
}

/** Where the holders of an account say what they want to be told. */
@Injectable()
export class AlertDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly watch: BalanceWatch,
    private readonly audit: AuditLog,
  ) {}

  list(walletId: number): Promise<AlertRule[]> {
    return this.database.of(AlertRule).find({ where: { walletId }, order: { id: 'asc' } });
  }

  /** One that is crossed already is told when it is crossed the next time. */
  create(actor: Actor, owner: AlertOwner, input: NewAlert): Promise<AlertRule> {
    const { walletId } = owner;
    return this.database.transaction(async () => {
      const wallet = await this.lock(walletId);
      await this.requireRoom(walletId, input);
      const now = this.clock.now();
      const saved = await this.database.of(AlertRule).save({
        ...thresholdOf(input, wallet),
        publicId: newId('alr'),
        walletId,
        kind: input.kind,
        byEmail: input.email,
        byWebhook: input.webhook,
        isActive: true,
        createdAt: now,
        updatedAt: now,
      });
      if (input.kind === 'balance') await this.watch.refresh(walletId);
      const rule = await this.read(walletId, saved.publicId);
      await this.record(actor, owner, 'alert.created', rule);
      return rule;
    });
  }

  /** One that is switched on again starts with how it is then. */
  change(actor: Actor, owner: AlertOwner, publicId: string, change: AlertChange): Promise<AlertRule> {
    const { walletId } = owner;
    return this.database.transaction(async () => {
      const wallet = await this.lock(walletId);
      const rule = await this.read(walletId, publicId);
      const isActive = change.isActive ?? rule.isActive;
      const isAwake = isActive && !rule.isActive && rule.thresholdNano !== null;
      await this.database.of(AlertRule).update(rule.id, {
        byEmail: change.email ?? rule.byEmail,
        byWebhook: change.webhook ?? rule.byWebhook,
        isActive,
        updatedAt: this.clock.now(),
        ...(isAwake && standing(rule.thresholdNano ?? 0n, wallet)),
      });
      if (rule.kind === 'balance') await this.watch.refresh(walletId);
      const changed = await this.read(walletId, publicId);
      await this.record(actor, owner, 'alert.changed', changed);
      return changed;
    });
  }

  async remove(actor: Actor, owner: AlertOwner, publicId: string): Promise<void> {
    const { walletId } = owner;
    await this.database.transaction(async () => {
      await this.lock(walletId);
      const rule = await this.read(walletId, publicId);
      await this.database.of(AlertRule).delete(rule.id);
      if (rule.kind === 'balance') await this.watch.refresh(walletId);
      await this.record(actor, owner, 'alert.deleted', rule);
    });
  }

  private async read(walletId: number, publicId: string): Promise<AlertRule> {
    const rule = await this.database.of(AlertRule).findOneBy({ walletId, publicId });
    if (!rule) throw alertUnknown();
    return rule;
  }

  private async requireRoom(walletId: number, input: NewAlert): Promise<void> {
    const rules = await this.list(walletId);
    const isTaken = rules.some(
      (rule) =>
        rule.kind === input.kind &&
        (input.kind === 'balance'
          ? rule.thresholdNano === input.thresholdUsd
          : rule.percent === input.percent),
    );
    if (isTaken) throw alertTaken();
    if (rules.length >= atMost) throw tooManyAlerts({ limit: atMost });
  }

  private record(actor: Actor, account: KnownAccount, action: string, rule: AlertRule): Promise<void> {
    const { publicId, kind, thresholdNano, percent, byEmail, byWebhook, isActive } = rule;
    const threshold = thresholdNano === null ? { percent } : { threshold_usd: toUsdText(thresholdNano) };
    return this.audit.record(actor, {
      action,
      target: { kind: 'alert', id: publicId },
      tenantId: account.kind === 'organization' ? account.id : null,
      changes: {
        account: account.publicId,
        kind,
        ...threshold,
        email: byEmail,
        webhook: byWebhook,
        active: isActive,
      },
    });
  }

  /** So that no balance changes between looking and writing down what was seen. */
  private lock(id: number): Promise<Wallet> {
    return this.database.of(Wallet).findOneOrFail({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }
}

type Standing = Pick<Wallet, 'creditsNano' | 'spentNano' | 'lastNumber'>;

function thresholdOf(input: NewAlert, wallet: Standing): Partial<AlertRule> {
  return input.kind === 'balance'
    ? { thresholdNano: input.thresholdUsd, ...standing(input.thresholdUsd, wallet) }
    : { percent: input.percent };
}

function standing(threshold: bigint, { creditsNano, spentNano, lastNumber }: Standing): Partial<AlertRule> {
  return { isBelow: creditsNano - spentNano < threshold, seenNumber: lastNumber };
}
