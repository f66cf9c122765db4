import { Injectable } from '@nestjs/common';
import { Seats } from '@onegate/tenants';
import type { PlanVersion } from '../../plans/plan-version.entity.js';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { seatsInUse, tooManySeats } from '../subscription.errors.js';

/** Most that can be charged at once. */
const highestChargeCents = 99_999_999;

/** How many seats an account can have. Asked with the organization locked, so that nobody joins meanwhile. */
@Injectable()
export class SeatRules {
  constructor(private readonly seats: Seats) {}

  /** Answers them; without a wish, as many as are in use. */
  async require(account: BilledAccount, version: PlanVersion, wanted: number | undefined): Promise<number> {
    const taken = account.kind === 'user' ? 1 : await this.seats.taken(account.id);
    const seats = wanted ?? Math.max(1, taken);
    if (seats < taken) throw seatsInUse({ taken }, { details: { taken, seats } });
    const max = mostSeats(account, version);
    if (seats > max) throw tooManySeats({ max }, { details: { max, seats } });
    return seats;
  }
}

function mostSeats({ kind }: BilledAccount, { maxSeats, pricePerSeatCents }: PlanVersion): number {
  if (kind === 'user') return 1;
  const payable = Math.floor(highestChargeCents / Math.max(1, pricePerSeatCents));
  return Math.min(maxSeats ?? payable, payable);
}
