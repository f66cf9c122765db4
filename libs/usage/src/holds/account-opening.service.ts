import { Injectable } from '@nestjs/common';
import { WalletCredits, type AccountTag } from '@onegate/billing';
import { Database } from '@onegate/platform';
import { accountsRecovering } from '../admission/admission.errors.js';
import { ProcessLease } from '../processes/process-lease.service.js';
import { AccountFigures } from './account-figures.service.js';
import type { SpendLimit } from './hold-ask.js';
import { HoldBook } from './hold-book.service.js';

/** Tells Redis of accounts that it does not know: the only time that a call waits for Postgres. */
@Injectable()
export class AccountOpening {
  private readonly opening = new Map<string, Promise<void>>();
  private firstUseAt: number | null = null;

  constructor(
    private readonly credits: WalletCredits,
    private readonly holds: HoldBook,
    private readonly figures: AccountFigures,
    private readonly lease: ProcessLease,
    private readonly database: Database,
  ) {}

  /** Calls at the same time share one opening. */
  openWallet(tag: AccountTag): Promise<void> {
    return this.once(tag, async () => {
      await this.waitForOthers();
      await this.credits.ensurePublished(tag);
      await this.holds.openWallet(tag);
    });
  }

  openScopes(tag: AccountTag, limits: readonly SpendLimit[]): Promise<void> {
    const names = limits.map(({ name }) => name);
    return this.once(`${tag} ${names.join()}`, async () => {
      await this.waitForOthers();
      await this.figures.tellScopes(tag, limits);
    });
  }

  /** A Redis that has lost its memory may lack what other processes have: they are given the time to tell it. */
  private async waitForOthers(): Promise<void> {
    const { bornAt, isYoung, isBeingTold } = await this.lease.memory();
    if (isBeingTold || (isYoung && (await this.wasUsedBefore(bornAt)))) {
      throw accountsRecovering({ headers: { 'retry-after': '2' } });
    }
  }

  /** The first Redis of an installation is young too, but then nobody has anything to tell. */
  private async wasUsedBefore(moment: number): Promise<boolean> {
    this.firstUseAt ??= await this.readFirstUse();
    return this.firstUseAt !== null && this.firstUseAt < moment;
  }

  private async readFirstUse(): Promise<number | null> {
    const [first] = await this.database.query<{ posted_at: Date }>(
      `select posted_at from ledger_transactions where kind = 'usage' order by id limit 1`,
    );
    return first?.posted_at.getTime() ?? null;
  }

  private once(key: string, work: () => Promise<void>): Promise<void> {
    const known = this.opening.get(key);
    if (known) return known;
    const opening = work().finally(() => this.opening.delete(key));
    this.opening.set(key, opening);
    return opening;
  }
}
