import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { HoldBook } from '../holds/hold-book.service.js';
import { SpentTelling, type BookedCharge } from '../settlement/spent-telling.service.js';

/** Tells Redis what became of a charge that did not come by the usual way. */
@Injectable()
export class BookedNews {
  constructor(
    private readonly spent: SpentTelling,
    private readonly holds: HoldBook,
  ) {}

  booked(charge: BookedCharge): Promise<void> {
    return this.spent.tell([charge]);
  }

  /** It will never be in the books. */
  async discarded(account: AccountTag, callId: string): Promise<void> {
    await this.holds.absorb(account, [callId]);
  }
}
