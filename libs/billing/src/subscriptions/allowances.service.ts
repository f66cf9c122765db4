import { Injectable } from '@nestjs/common';
import { Clock, Database, fromCents } from '@onegate/platform';
import { Ledger } from '../ledger/ledger.service.js';
import { accountOfColumns } from '../payments/account-columns.js';
import type { Subscription } from './subscription.entity.js';

interface GrantRow {
  readonly reference: string;
  readonly remaining_nano: string;
}

/** In the order in which usage takes from them; held with their wallet, so that nothing is used of them meanwhile. */
const lockWallet = `select w.id from wallets w where w.user_id = $1 or w.tenant_id = $2 for no key update`;
const leftOf = `select g.reference, g.remaining_nano from credit_grants g join wallets w on w.id = g.wallet_id
  where (w.user_id = $1 or w.tenant_id = $2) and starts_with(g.reference, $3)
    and g.expires_at > $4 and g.remaining_nano > 0 order by g.expires_at, g.id`;

/** The credit that is included in plans: given with each period, gone with its end. */
@Injectable()
export class Allowances {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
  ) {}

  /** `source` names what brings it, once for ever. A period that is over brings none. */
  async grant(
    subscription: Subscription,
    cents: number,
    source: string,
    expiresAt = subscription.periodEnd,
  ): Promise<void> {
    if (cents === 0 || expiresAt <= this.clock.now()) return;
    await this.ledger.grantCredit({
      account: accountOfColumns(subscription),
      kind: 'plan_allowance',
      amount: fromCents(cents),
      reference: `${prefixOf(subscription)}${source}`,
      about: 'Included in the plan',
      expiresAt,
    });
  }

  async left(subscription: Subscription): Promise<bigint> {
    const rows = await this.grants(subscription);
    return rows.reduce((sum, row) => sum + BigInt(row.remaining_nano), 0n);
  }

  /** So much of it, named by what takes it; what was used of it meanwhile is owed by the rest of the wallet. */
  async takeBack(subscription: Subscription, amount: bigint, source: string): Promise<void> {
    let missing = amount;
    for (const [index, { reference, remaining_nano: remaining }] of (
      await this.grants(subscription)
    ).entries()) {
      const part = BigInt(remaining) < missing ? BigInt(remaining) : missing;
      if (part > 0n) await this.withdraw(subscription, part, `${source}:${index}`, reference);
      missing -= part;
    }
    if (missing > 0n) await this.withdraw(subscription, missing, `${source}:rest`);
  }

  /** For a payment that went back: of the credit that it brought. */
  async withdraw(
    subscription: Subscription,
    amount: bigint,
    reference: string,
    grantReference?: string,
  ): Promise<void> {
    await this.ledger.withdrawCredit({
      account: accountOfColumns(subscription),
      kind: 'debit_note',
      amount,
      reference: `taken:${reference}`,
      about: 'Included in a plan that was given up',
      ...(grantReference !== undefined && { grantReference }),
    });
  }

  referenceOf(subscription: Subscription, source: string): string {
    return `${prefixOf(subscription)}${source}`;
  }

  private async grants(subscription: Subscription): Promise<GrantRow[]> {
    const { userId, tenantId } = subscription;
    await this.database.query(lockWallet, [userId, tenantId]);
    const now = this.clock.now();
    return this.database.query<GrantRow>(leftOf, [userId, tenantId, prefixOf(subscription), now]);
  }
}

function prefixOf({ publicId }: Subscription): string {
  return `allowance:${publicId}:`;
}
