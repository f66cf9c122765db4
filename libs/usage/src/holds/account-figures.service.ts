import { Injectable } from '@nestjs/common';
import { WalletCredits, type AccountTag } from '@onegate/billing';
import { ScopeFigures } from '../limits/scope-figures.service.js';
import { withoutStep } from '../limits/spend-scope.js';
import type { SpendLimit } from './hold-ask.js';
import { HoldBook } from './hold-book.service.js';

/** From so many of an account on, those are dropped whose period is over. */
const many = 500;

/** What Redis is told of the books: what accounts spent, and of which quotas and budgets. */
@Injectable()
export class AccountFigures {
  /** Those that calls of this process counted in, and until when: a Redis that was set back has older figures of them. */
  private readonly inUse = new Map<AccountTag, Map<string, number>>();

  constructor(
    private readonly credits: WalletCredits,
    private readonly holds: HoldBook,
    private readonly figures: ScopeFigures,
  ) {}

  noteScopes(tag: AccountTag, limits: readonly SpendLimit[]): void {
    if (limits.length === 0) return;
    const known = this.inUse.get(tag) ?? new Map<string, number>();
    this.inUse.set(tag, known);
    for (const { name, forgetAt } of limits) known.set(withoutStep(name), forgetAt);
    if (known.size > many) dropOver(known);
  }

  async tellScopes(tag: AccountTag, scopes: readonly Pick<SpendLimit, 'name' | 'forgetAt'>[]): Promise<void> {
    if (scopes.length === 0) return;
    const figures = scopes.map(async ({ name, forgetAt }) =>
      (await this.figures.of(tag, name)).map(({ name: part, spentNano }) => ({
        name: part,
        spentNano,
        forgetAt,
      })),
    );
    await this.holds.openScopes(tag, (await Promise.all(figures)).flat());
  }

  /** All that this process ever made use of, to a Redis that has lost some of it. */
  async tellAgain(tags: readonly AccountTag[]): Promise<void> {
    await this.credits.publishSpent(tags);
    for (const tag of tags) await this.tellScopes(tag, this.scopesOf(tag));
  }

  private scopesOf(tag: AccountTag) {
    const known = this.inUse.get(tag);
    if (!known) return [];
    dropOver(known);
    return [...known].map(([name, forgetAt]) => ({ name, forgetAt }));
  }
}

function dropOver(known: Map<string, number>): void {
  for (const [name, forgetAt] of known) {
    if (forgetAt <= Date.now()) known.delete(name);
  }
}
