import { Injectable } from '@nestjs/common';
import { WalletCredits, type AccountTag } from '@onegate/billing';
import { HoldBook } from '../holds/hold-book.service.js';
import { ScopeFigures } from '../limits/scope-figures.service.js';
import type { UsageEvent } from '../events/usage-event.js';

/** A charge that Postgres has. */
export type BookedCharge = Pick<UsageEvent, 'id' | 'account'>;

/**
 * Tells Redis of charges that are in the books: the new figures first, then that the charges are in them. Again, it
 * changes nothing. To be done after the commit and before processes hear that they can forget the charges.
 */
@Injectable()
export class SpentTelling {
  constructor(
    private readonly credits: WalletCredits,
    private readonly holds: HoldBook,
    private readonly figures: ScopeFigures,
  ) {}

  async tell(charges: readonly BookedCharge[]): Promise<void> {
    const byAccount = Map.groupBy(charges, ({ account }) => account);
    if (byAccount.size === 0) return;
    await this.credits.publishSpent([...byAccount.keys()]);
    await Promise.all(
      [...byAccount].map(([tag, of]) =>
        this.tellAccount(
          tag,
          of.map(({ id }) => id),
        ),
      ),
    );
  }

  private async tellAccount(tag: AccountTag, callIds: readonly string[]): Promise<void> {
    const scopes = await this.holds.scopesOf(tag, callIds);
    const figures = scopes.length > 0 ? await this.figures.counted(tag, scopes) : [];
    await this.holds.absorb(tag, callIds, figures);
  }
}
