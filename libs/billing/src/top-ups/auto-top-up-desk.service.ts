import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, cursorPage, Database, decodeCursor, encodeCursor } from '@onegate/platform';
import { failureOfIssues, type Configuration, type CursorPage, type CursorQuery } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import type { KnownAccount } from '../wallets/account-access.service.js';
import { AutoTopUp } from './auto-top-up.entity.js';
import type { AutoTopUpInput } from './auto-top-up.schema.js';
import { AutoTopUpSettings } from './auto-top-up-settings.entity.js';
import { TopUpGround } from './top-up-ground.service.js';

export interface AutoTopUpDetails {
  readonly settings: AutoTopUpSettings;
  readonly usedCents: number;
  /** Whether one is under way. */
  readonly isUnderWay: boolean;
}

const position = z.object({ id: z.int() });
/** What is proposed to whoever has set nothing. */
const proposal = { thresholdCents: 500, amountCents: 2_000, monthlyLimitCents: null };

/** Where the holders of an account say how it fills itself up, and see that it did. */
@Injectable()
export class AutoTopUpDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ground: TopUpGround,
    private readonly audit: AuditLog,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async read(account: KnownAccount): Promise<AutoTopUpDetails> {
    const walletId = await this.ground.wallets.find(account);
    const settings = await this.database.of(AutoTopUpSettings).findOneBy({ walletId });
    const standing = await this.ground.orders.standing(walletId);
    return {
      settings: settings ?? this.fresh(walletId),
      usedCents: standing?.usedCents ?? 0,
      isUnderWay: (await this.ground.orders.underWay(walletId)) !== null,
    };
  }

  /** Whoever sets it starts anew: what failed before is forgotten. */
  async set(actor: Actor, account: KnownAccount, input: AutoTopUpInput): Promise<AutoTopUpDetails> {
    if (input.enabled) await this.requirePayable(account, input);
    const walletId = await this.ground.wallets.open(account);
    await this.database.exclusively(`auto-top-up/${walletId}`, async () => {
      const before = await this.database.of(AutoTopUpSettings).findOneBy({ walletId });
      await this.database.of(AutoTopUpSettings).save(this.changed(before ?? this.fresh(walletId), input));
      await this.ground.watch.refresh(walletId);
      await this.audit.record(actor, {
        action: 'auto_top_up.set',
        target: { kind: 'account', id: account.publicId },
        tenantId: account.kind === 'organization' ? account.id : null,
        changes: { ...input },
      });
    });
    return this.read(account);
  }

  /** The newest first. */
  async history(account: KnownAccount, { cursor, limit }: CursorQuery): Promise<CursorPage<AutoTopUp>> {
    const walletId = await this.ground.wallets.find(account);
    const before = cursor ? { id: LessThan(decodeCursor(position, cursor).id) } : {};
    const rows = await this.database
      .of(AutoTopUp)
      .find({ where: { walletId, ...before }, order: { id: 'desc' }, take: limit + 1 });
    return cursorPage(rows, limit, ({ id }) => encodeCursor({ id }));
  }

  private async requirePayable(account: KnownAccount, { amountCents = 0 }: AutoTopUpInput): Promise<void> {
    const { minimumCents, maximumCents } = this.config.payments;
    if (amountCents < minimumCents || amountCents > maximumCents) {
      const message = `The amountCents field must be between ${minimumCents} and ${maximumCents}.`;
      throw failureOfIssues([{ path: ['amountCents'], message }]);
    }
    await this.ground.requireMethod(account);
  }

  private fresh(walletId: number): AutoTopUpSettings {
    return this.database.of(AutoTopUpSettings).create({
      ...proposal,
      walletId,
      isEnabled: false,
      failures: 0,
      nextTryAt: null,
      limitToldFor: null,
      switchedOffAt: null,
      switchedOffReason: null,
      updatedAt: this.clock.now(),
    });
  }

  private changed(settings: AutoTopUpSettings, input: AutoTopUpInput): AutoTopUpSettings {
    const { monthlyLimitCents: limit } = input;
    const amountCents = input.amountCents ?? settings.amountCents;
    // To switch it off, nothing else need be said; who switches it on says all.
    const isKept = limit === undefined && !input.enabled;
    const monthlyLimitCents = isKept ? settings.monthlyLimitCents : (limit ?? null);
    if (monthlyLimitCents !== null && monthlyLimitCents < amountCents) {
      const message = 'The monthlyLimitCents field must be at least the amount.';
      throw failureOfIssues([{ path: ['monthlyLimitCents'], message }]);
    }
    return Object.assign(settings, {
      isEnabled: input.enabled,
      thresholdCents: input.thresholdCents ?? settings.thresholdCents,
      amountCents,
      monthlyLimitCents,
      failures: 0,
      nextTryAt: null,
      limitToldFor: null,
      switchedOffAt: null,
      switchedOffReason: null,
      updatedAt: this.clock.now(),
    });
  }
}
