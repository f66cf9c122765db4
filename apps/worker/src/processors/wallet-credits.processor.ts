import { Injectable } from '@nestjs/common';
import { publishCredits, WalletCredits, type PublishCredits } from '@onegate/billing';
import type { Processor } from '@onegate/platform';

@Injectable()
export class WalletCreditsProcessor implements Processor<PublishCredits> {
  readonly job = publishCredits;

  constructor(private readonly credits: WalletCredits) {}

  process({ all }: PublishCredits): Promise<number> {
    return all ? this.credits.publishAll() : this.credits.publishMissed();
  }
}
