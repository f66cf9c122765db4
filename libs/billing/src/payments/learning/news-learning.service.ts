import { Injectable } from '@nestjs/common';
import { PaymentMethods } from '../methods/payment-methods.service.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import type { ProviderNews } from '../providers/provider-facts.js';
import { weightiest, type Learned } from './learned.js';
import { PaymentLearning } from './payment-learning.service.js';
import { PaymentRefusals } from './payment-refusals.service.js';
import { ReversalLearning } from './reversal-learning.service.js';

/** Whatever a provider says, by webhook or in an answer, is taken in here. */
@Injectable()
export class NewsLearning {
  constructor(
    private readonly payments: PaymentLearning,
    private readonly reversals: ReversalLearning,
    private readonly methods: PaymentMethods,
    private readonly refusals: PaymentRefusals,
  ) {}

  async learn(provider: PaymentProvider, news: readonly ProviderNews[], source: string): Promise<Learned> {
    const learned: Learned[] = [];
    for (const one of news) learned.push(await this.learnOne(provider, one));
    const result = weightiest(learned);
    if (result.outcome === 'refused') await this.refusals.record(provider.name, result, source);
    return result;
  }

  private learnOne(provider: PaymentProvider, news: ProviderNews): Promise<Learned> {
    switch (news.about) {
      case 'payment':
        return this.payments.learn(provider, news);
      case 'reversal':
        return this.reversals.learn(provider, news);
      case 'method':
        return this.methods.learn(provider, news);
      case 'setup_expired':
        return this.methods.endSetup(provider, news.session, 'expired');
    }
  }
}
