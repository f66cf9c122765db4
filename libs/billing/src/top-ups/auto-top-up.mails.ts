import { Injectable } from '@nestjs/common';
import { formatCents, Mailer } from '@onegate/platform';
import { AccountPeople } from '../wallets/account-people.service.js';
import type { AutoTopUpSettings } from './auto-top-up-settings.entity.js';
import type { AutoTopUp } from './auto-top-up.entity.js';

/** What people are written about automatic top-ups; within the transaction of what it tells. */
@Injectable()
export class AutoTopUpMails {
  constructor(
    private readonly people: AccountPeople,
    private readonly mailer: Mailer,
  ) {}

  switchedOff(walletId: number, why: string): Promise<void> {
    return this.write(walletId, 'The automatic top-up of {account} was switched off', [
      why,
      'Calls go on until the balance is used up. Check the payment method, and switch the top-up on again.',
    ]);
  }

  confirm({ walletId, amountCents }: AutoTopUp, actionUrl: string): Promise<void> {
    return this.write(walletId, 'Confirm the automatic top-up of {account}', [
      `Your bank asks you to confirm the payment of ${formatCents(amountCents)} for the automatic top-up:`,
      actionUrl,
    ]);
  }

  limitReached({ walletId, monthlyLimitCents }: AutoTopUpSettings): Promise<void> {
    return this.write(walletId, 'The automatic top-up of {account} has reached its monthly limit', [
      `Another top-up would go beyond ${formatCents(monthlyLimitCents ?? 0)} in this month, so none is made until the next one.`,
      'Calls go on until the balance is used up.',
    ]);
  }

  private async write(walletId: number, subject: string, paragraphs: readonly string[]): Promise<void> {
    const { name, emails } = await this.people.ofWallet(walletId);
    for (const to of emails) {
      await this.mailer.send({
        to,
        subject: subject.replace('{account}', name),
        text: paragraphs.join('\n\n'),
      });
    }
  }
}
