import { Injectable } from '@nestjs/common';
import { ChangeNews, Clock, Database, newId } from '@onegate/platform';
import { OrganizationAccess } from '@onegate/tenants';
import { In } from 'typeorm';
import { accountUnknown } from '../ledger/ledger.errors.js';
import { accountOfColumns, ownedBy } from '../payments/account-columns.js';
import { tagOf, type BilledAccount } from '../wallets/billed-account.js';
import { Subscription } from './subscription.entity.js';
import { subscriptionUnknown } from './subscription.errors.js';
import {
  maySucceed,
  runningStatuses,
  type ChangeKind,
  type EndReason,
  type SubscriptionStatus,
} from './subscription.flow.js';
import { SubscriptionChange } from './subscription-change.entity.js';
import { planTermsChanged } from './terms/plan-news.js';

export interface ChangeNote {
  readonly kind: ChangeKind;
  readonly actorUserId?: number | null;
  readonly note?: string | null;
}

/** Subscriptions as they are stored, changed by one at a time. */
@Injectable()
export class SubscriptionStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly organizations: OrganizationAccess,
    private readonly news: ChangeNews,
  ) {}

  /** Nobody else changes meanwhile what plan the account has, or who belongs to the organization. */
  alone<Result>(account: BilledAccount, work: () => Promise<Result>): Promise<Result> {
    return this.database.transaction(async () => {
      if (account.kind === 'organization' && !(await this.organizations.lock(account.id))) {
        throw accountUnknown();
      }
      return this.database.exclusively(`subscription:${tagOf(account)}`, work);
    });
  }

  /** The one that runs, or waits for its first payment. */
  running(account: BilledAccount): Promise<Subscription | null> {
    const where = { ...ownedBy(account), status: In(runningStatuses) };
    return this.database.of(Subscription).findOneBy(where);
  }

  /** The same, held until the transaction ends. */
  async lockRunning(account: BilledAccount): Promise<Subscription | null> {
    const running = await this.running(account);
    return running && this.lock(running.id);
  }

  all(account: BilledAccount): Promise<Subscription[]> {
    return this.database.of(Subscription).find({ where: ownedBy(account), order: { id: 'desc' } });
  }

  async lock(id: number): Promise<Subscription> {
    await this.database.query('select id from subscriptions where id = $1 for no key update', [id]);
    const subscription = await this.database.of(Subscription).findOneBy({ id });
    if (!subscription) throw subscriptionUnknown();
    return subscription;
  }

  async add(
    subscription: Omit<Subscription, 'id' | 'publicId' | 'createdAt' | 'updatedAt' | 'revision'>,
    note: ChangeNote,
  ): Promise<Subscription> {
    const now = this.clock.now();
    const added = await this.database.of(Subscription).save({
      ...subscription,
      publicId: newId('sub'),
      revision: 0,
      createdAt: now,
      updatedAt: now,
    });
    await this.record(added, note);
    await this.tell(added);
    return added;
  }

  /** Changes what somebody holds, and writes down what happened, where that is of interest. */
  async change(
    subscription: Subscription,
    patch: Partial<Subscription>,
    note: ChangeNote | null,
  ): Promise<void> {
    const { status = subscription.status } = patch;
    requireFlow(subscription.status, status);
    Object.assign(subscription, patch, { updatedAt: this.clock.now() });
    await this.database.of(Subscription).save(subscription);
    if (note) await this.record(subscription, note);
    await this.tell(subscription);
  }

  async end(subscription: Subscription, reason: EndReason, actorUserId: number | null = null): Promise<void> {
    const patch = { status: 'ended', endedAt: this.clock.now(), endReason: reason, dueAt: null } as const;
    const revision = subscription.revision + 1;
    await this.change(subscription, { ...patch, revision }, { kind: 'ended', actorUserId, note: reason });
  }

  private async record(
    { id: subscriptionId, planVersionId, seats }: Subscription,
    { kind, actorUserId = null, note = null }: ChangeNote,
  ): Promise<void> {
    const at = this.clock.now();
    const publicId = newId('iph');
    await this.database
      .of(SubscriptionChange)
      .insert({ publicId, subscriptionId, kind, planVersionId, seats, at, actorUserId, note });
  }

  private tell(subscription: Subscription): Promise<void> {
    return this.news.tell(planTermsChanged, { tag: tagOf(accountOfColumns(subscription)) });
  }
}

function requireFlow(from: SubscriptionStatus, to: SubscriptionStatus): void {
  if (!maySucceed(from, to)) throw new Error(`A subscription that is ${from} cannot become ${to}`);
}
