import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { AccountFigures } from '../holds/account-figures.service.js';
import { BookedCharges } from './booked-charges.service.js';

const accountsAtOnce = 500;

/** What Redis may have lost of accounts, told again from the books. */
@Injectable()
export class LostFigures {
  constructor(
    private readonly figures: AccountFigures,
    private readonly booked: BookedCharges,
  ) {}

  async tell(tags: readonly AccountTag[]): Promise<void> {
    for (let from = 0; from < tags.length; from += accountsAtOnce) {
      await this.figures.tellAgain(tags.slice(from, from + accountsAtOnce));
    }
    for (const tag of tags) await this.clearBooked(tag, 0);
  }

  /** Charges that it still takes for not booked; answers how many. */
  clearBooked(tag: AccountTag, overdueMillis: number): Promise<number> {
    return this.booked.clear(tag, overdueMillis);
  }
}
