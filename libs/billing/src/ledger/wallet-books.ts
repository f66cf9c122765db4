import { grantKinds, withdrawalKinds } from './ledger-kinds.js';
import type { GrantKind, LedgerAccount, WithdrawalKind } from './ledger-kinds.js';
import type { Entry, GrantFigures, Heading, Movement, UsageHeading, Use, WalletFigures } from './movement.js';

interface Taken {
  readonly fromGrants: Map<number, bigint>;
  /** The part of it that had expired and came back. */
  readonly restored: Map<number, bigint>;
  readonly uncovered: bigint;
}

interface Outflow {
  readonly taken: readonly Taken[];
  readonly to: LedgerAccount;
  readonly total: bigint;
  readonly usage?: UsageHeading;
}

/**
 * The rules of the ledger, for one wallet and without a database: which grants pay, what expires, what stays owing.
 * Every method writes the movements that follow from it and keeps the figures up to date with them.
 */
export class WalletBooks {
  readonly movements: Movement[] = [];
  private readonly grants: GrantFigures[];

  constructor(
    readonly walletId: number,
    readonly figures: WalletFigures,
    grants: readonly GrantFigures[],
    /** Balances whose crossing somebody wants to hear of. */
    readonly watched: readonly bigint[] = [],
  ) {
    this.grants = grants.toSorted(soonestFirst);
  }

  get balance(): bigint {
    return this.figures.credits - this.figures.spent;
  }

  /** When the next grant that has something left expires. */
  get nextExpiryAt(): Date | null {
    return this.grants.find(({ remaining, expiresAt }) => remaining > 0n && expiresAt)?.expiresAt ?? null;
  }

  get grantFigures(): readonly GrantFigures[] {
    return this.grants;
  }

  /** New credit pays what is owing first. */
  grant(heading: Heading<GrantKind>, grant: GrantFigures, amount: bigint): void {
    const paid = least(amount, this.figures.overdraft);
    grant.remaining = amount - paid;
    this.figures.overdraft -= paid;
    this.grants.push(grant);
    this.grants.sort(soonestFirst);
    this.write(heading, [
      credit(grant.id, grant.remaining),
      { account: 'overdraft', grantId: null, amount: paid },
      { account: grantKinds[heading.kind], grantId: null, amount: -amount },
    ]);
  }

  /**
   * Usage takes from the grants that were good at its time, the one that expires soonest first. What had expired since
   * then comes back for it in a movement of its own.
   */
  use(uses: readonly Use[], reference: string, usage: UsageHeading): void {
    const taken = uses
      .toSorted((a, b) => a.usedAt.getTime() - b.usedAt.getTime())
      .map(({ amount, usedAt }) => this.take(amount, this.goodAt(usedAt)));
    this.restore(taken, reference);
    const total = uses.reduce((sum, { amount }) => sum + amount, 0n);
    this.writeTaken({ kind: 'usage', reference }, { taken, to: 'usage_revenue', total, usage });
  }

  /** Credit that is taken back: from the grant that it came by, then from what would expire soonest. */
  withdraw(heading: Heading<WithdrawalKind>, amount: bigint, at: Date, from: number | null = null): void {
    const named = this.grants.filter(({ id }) => id === from);
    const others = this.goodAt(at).filter(({ id }) => id !== from);
    const taken = [this.take(amount, [...named, ...others])];
    this.restore(taken, heading.reference);
    this.writeTaken(heading, { taken, to: withdrawalKinds[heading.kind].account, total: amount });
  }

  /** What can be taken away without owing anything. */
  spendableAt(at: Date): bigint {
    return this.goodAt(at).reduce((sum, { remaining }) => sum + remaining, 0n);
  }

  /** What is left of grants whose time has come is gone. */
  expire(at: Date, referenceOf: (grantId: number) => string): void {
    for (const grant of this.grants) {
      if (isGood(grant, at) || grant.remaining === 0n) continue;
      const { id, remaining } = grant;
      grant.remaining = 0n;
      grant.expired += remaining;
      this.write({ kind: 'expiry', reference: referenceOf(id) }, [
        credit(id, -remaining),
        { account: 'expired_credit', grantId: null, amount: remaining },
      ]);
    }
  }

  private goodAt(at: Date): GrantFigures[] {
    return this.grants.filter((grant) => isGood(grant, at));
  }

  private take(amount: bigint, grants: readonly GrantFigures[]): Taken {
    const fromGrants = new Map<number, bigint>();
    const restored = new Map<number, bigint>();
    let left = amount;
    for (const grant of grants) {
      if (left === 0n) break;
      const present = least(left, grant.remaining);
      const past = least(left - present, grant.expired);
      grant.remaining -= present;
      grant.expired -= past;
      left -= present + past;
      fromGrants.set(grant.id, present + past);
      restored.set(grant.id, past);
    }
    this.figures.overdraft += left;
    return { fromGrants, restored, uncovered: left };
  }

  private restore(taken: readonly Taken[], reference: string): void {
    const restored = sumByGrant(taken.map((one) => one.restored));
    const total = [...restored.values()].reduce((sum, amount) => sum + amount, 0n);
    if (total === 0n) return;
    this.write({ kind: 'expiry_reversal', reference: `${reference}:expiry-reversal` }, [
      ...[...restored].map(([grantId, amount]) => credit(grantId, amount)),
      { account: 'expired_credit', grantId: null, amount: -total },
    ]);
  }

  private writeTaken(heading: Heading, { taken, to, total, usage }: Outflow): void {
    const uncovered = taken.reduce((sum, one) => sum + one.uncovered, 0n);
    const fromGrants = sumByGrant(taken.map((one) => one.fromGrants));
    const entries: Entry[] = [
      ...[...fromGrants].map(([grantId, amount]) => credit(grantId, -amount)),
      { account: 'overdraft', grantId: null, amount: -uncovered },
      { account: to, grantId: null, amount: total },
    ];
    this.write(heading, entries, { overdraft: uncovered, usage: usage ?? null });
  }

  private write(
    heading: Heading,
    lines: readonly Entry[],
    { overdraft = 0n, usage = null }: Partial<Pick<Movement, 'overdraft' | 'usage'>> = {},
  ): void {
    const entries = lines.filter(({ amount }) => amount !== 0n);
    const change = entries.filter(isHeld).reduce((sum, { amount }) => sum + amount, 0n);
    this.figures.lastNumber += 1;
    if (usage) this.figures.spent -= change;
    else {
      this.figures.credits += change;
      this.figures.creditsVersion += 1;
    }
    const { lastNumber: number } = this.figures;
    this.movements.push({
      ...heading,
      number,
      change,
      balanceAfter: this.balance,
      overdraft,
      entries,
      usage,
    });
  }
}

function isHeld({ account }: Entry): boolean {
  return account === 'credit' || account === 'overdraft';
}

function isGood({ expiresAt }: GrantFigures, at: Date): boolean {
  return expiresAt === null || at < expiresAt;
}

/** What never expires comes last; of equals the older one is first. */
function soonestFirst(a: GrantFigures, b: GrantFigures): number {
  const [first, second] = [a, b].map(({ expiresAt }) => expiresAt?.getTime() ?? Infinity);
  return first === second ? a.id - b.id : Number(first) - Number(second);
}

function credit(grantId: number, amount: bigint): Entry {
  return { account: 'credit', grantId, amount };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function sumByGrant(parts: readonly ReadonlyMap<number, bigint>[]): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const part of parts) {
    for (const [grantId, amount] of part) sums.set(grantId, (sums.get(grantId) ?? 0n) + amount);
  }
  return sums;
}
