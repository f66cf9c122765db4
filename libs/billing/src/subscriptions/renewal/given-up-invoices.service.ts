import { Injectable } from '@nestjs/common';
import { Clock, fromCents, splitAmount } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import { goneOf } from '../../invoices/invoice-worth.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { accountOfColumns } from '../../payments/account-columns.js';
import { Allowances } from '../allowances.service.js';
import { unusedCents } from '../paid-stretches.js';
import type { Subscription } from '../subscription.entity.js';

const nanoPerCent = 10_000_000n;

export interface GivenUpPeriod {
  /** Names what is taken back. */
  readonly source: string;
  /** Names what becomes credit. */
  readonly credit: string;
  readonly creditedCents: number;
  /** What the rest of it pays of the period that begins instead. */
  readonly carriedCents: number;
  readonly takeBackNano: bigint;
  readonly aheadCents: number;
  readonly replacedBy: string | null;
}

/** The invoices of a period that is given up: what is left of them becomes credit, and they know how much. */
@Injectable()
export class GivenUpInvoices {
  constructor(
    private readonly clock: Clock,
    private readonly book: InvoiceBook,
    private readonly allowances: Allowances,
    private readonly ledger: Ledger,
  ) {}

  /** Within the lock of the subscription, while the period is still its own. */
  async giveUp(subscription: Subscription, period: GivenUpPeriod): Promise<void> {
    const { source, credit, creditedCents, takeBackNano } = period;
    await this.note(await this.book.paidOf(subscription), period);
    if (takeBackNano > 0n) await this.allowances.takeBack(subscription, takeBackNano, source);
    if (creditedCents === 0) return;
    await this.ledger.grantCredit({
      account: accountOfColumns(subscription),
      kind: 'credit_note',
      amount: fromCents(creditedCents),
      reference: credit,
      about: 'Unused time of a plan',
    });
  }

  /** Each in proportion to what was paid with it for the time to come, and to the credit that it brought. */
  private async note(invoices: readonly Invoice[], period: GivenUpPeriod): Promise<void> {
    const { credit, replacedBy } = period;
    const now = this.clock.now();
    const unused = invoices.map((invoice) => unusedCents(invoice, now));
    const credited = shares(period.creditedCents, unused);
    const carried = shares(period.carriedCents, unused);
    const settled = shares(
      settledCents(period),
      invoices.map(({ effect }) => effect.creditCents),
    );
    for (const [index, invoice] of invoices.entries()) {
      const part = {
        creditedCents: credited[index] ?? 0,
        carriedCents: carried[index] ?? 0,
        settledCents: settled[index] ?? 0,
      };
      const then = { at: now.toISOString(), goneCents: goneOf(invoice) };
      await this.book.update(invoice, { givenUp: { ...part, ...then, credit, replacedBy } });
    }
  }
}

/** In favour of who gave it up: what is less than a cent counts as one. */
function settledCents({ takeBackNano, aheadCents }: GivenUpPeriod): number {
  return Number((takeBackNano + nanoPerCent - 1n) / nanoPerCent) + aheadCents;
}

function shares(cents: number, weights: readonly number[]): number[] {
  if (weights.every((weight) => weight === 0)) return weights.map(() => 0);
  return splitAmount(BigInt(cents), weights.map(BigInt)).map(Number);
}
