import { Injectable } from '@nestjs/common';
import { WalletCredits, type AccountTag } from '@onegate/billing';
import { ScopeFigures } from '../limits/scope-figures.service.js';
import { withoutStep } from '../limits/spend-scope.js';
import type { SpendLimit } from './hold-ask.js';
import { HoldBook } from './hold-book.service.js';

/** What Redis is told of the books: what accounts spent, and of which quotas and budgets. */
@Injectable()
export class AccountFigures {
  constructor(
    private readonly credits: WalletCredits,
    private readonly holds: HoldBook,
    private readonly figures: ScopeFigures,
  ) {}

  async tellScopes(tag: AccountTag, limits: readonly SpendLimit[]): Promise<void> {
    const scopes = limits.map(({ name, forgetAt }) => ({ name: withoutStep(name), forgetAt }));
    await this.holds.nameScopes(tag, scopes);
    const forgetAt = new Map(scopes.map((scope) => [scope.name, scope.forgetAt]));
    const figures = await this.figures.of(tag, [...forgetAt.keys()]);
    await this.holds.openScopes(
      tag,
      figures.map(({ name, spentNano }) => ({
        name,
        spentNano,
        forgetAt: forgetAt.get(withoutStep(name)) ?? 0,
      })),
    );
  }

  /** To a Redis that was set back: what it still knows may be too little, and it says itself what that is. */
  async tellAgain(tags: readonly AccountTag[]): Promise<void> {
    await this.credits.publishSpent(tags);
    for (const tag of tags) {
      const names = await this.holds.allScopes(tag);
      if (names.length > 0) await this.holds.correctScopes(tag, await this.figures.of(tag, names));
    }
  }
}
