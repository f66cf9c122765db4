import { Injectable } from '@nestjs/common';
import { Refunds } from '../admin/refunds.service.js';
import { NewsLearning } from '../learning/news-learning.service.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import type { PaymentReversal } from '../records/payment-reversal.entity.js';

@Injectable()
export class DueCheckSteps {
  constructor(
    private readonly refunds: Refunds,
    private readonly providers: PaymentProviders,
    private readonly news: NewsLearning,
  ) {}

  carryOut(reversal: PaymentReversal): Promise<void> {
    return this.refunds.carryOut(reversal.id);
  }

  async learn(name: string, news: Parameters<NewsLearning['learn']>[1]): Promise<void> {
    const provider = this.providers.named(name);
    if (provider) await this.news.learn(provider, news, 'reconciliation');
  }
}
