import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { finishedUrl } from './addresses.js';

interface Wanted {
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
}

/** Where payers come back to: where the order says, else to a page of our own. */
@Injectable()
export class ReturnPlaces {
  constructor(@Inject(CONFIGURATION) private readonly config: Configuration) {}

  successUrl({ successUrl }: Pick<Wanted, 'successUrl'>): string {
    return successUrl ?? finishedUrl(this.config.http, 'paid');
  }

  of(wanted: Wanted): { successUrl: string; cancelUrl: string } {
    const cancelUrl = wanted.cancelUrl ?? finishedUrl(this.config.http, 'left');
    return { successUrl: this.successUrl(wanted), cancelUrl };
  }
}
