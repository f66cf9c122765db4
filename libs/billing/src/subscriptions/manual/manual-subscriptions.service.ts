import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import type { Actor, Tenant } from '@onegate/tenants';
import { PlanCatalog, type OfferedPlan } from '../../plans/plan-catalog.service.js';
import { planForOthers } from '../../plans/plan.errors.js';
import { untouched } from '../fresh-subscription.js';
import { periodAt } from '../periods/billing-period.js';
import { SubscriptionSteps } from '../renewal/subscription-steps.service.js';
import type { Subscription } from '../subscription.entity.js';
import { entryOverlaps, entryTimesInvalid } from '../subscription.errors.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { BilledTenants } from './billed-tenants.service.js';
import { within } from './manual-periods.service.js';
import type { ManualSubscription } from './manual-subscription.schema.js';

export interface TenantSubscription {
  readonly subscription: Subscription;
  readonly offered: OfferedPlan;
}

/** Plans of tenants, as administrators see and enter them. */
@Injectable()
export class ManualSubscriptions {
  constructor(
    private readonly tenants: BilledTenants,
    private readonly clock: Clock,
    private readonly catalog: PlanCatalog,
    private readonly store: SubscriptionStore,
    private readonly steps: SubscriptionSteps,
  ) {}

  /** The newest first. */
  async list(actor: Actor, tenantId: number): Promise<TenantSubscription[]> {
    const tenant = await this.tenants.read(actor, tenantId);
    const subscriptions = await this.store.all({ kind: 'organization', id: tenant.id });
    const plans = await this.catalog.ofVersions(subscriptions.map(({ planVersionId }) => planVersionId));
    return subscriptions.flatMap((subscription) => {
      const offered = plans.get(subscription.planVersionId);
      return offered ? [{ subscription, offered }] : [];
    });
  }

  /** Begins at once where its time has come; not while another one runs in that time. */
  async enter(actor: Actor, tenantId: number, entry: ManualSubscription): Promise<TenantSubscription> {
    if (entry.ends_at !== null && entry.ends_at <= entry.starts_at) {
      throw entryTimesInvalid({ fields: { ends_at: ['The ends at field must be after starts at.'] } });
    }
    const tenant = await this.tenants.read(actor, tenantId);
    const account = { kind: 'organization', id: tenant.id } as const;
    return this.store.alone(account, async () => {
      const offered = await this.catalog.read(entry.plan_id);
      if (offered.plan.type !== 'teams') throw planForOthers();
      const others = await this.store.all(account);
      if (others.some((other) => overlaps(other, entry))) throw entryOverlaps();
      const subscription = await this.add(actor, tenant, { entry, offered });
      await this.tenants.record(actor, tenant, { entry, subscription });
      await this.steps.take(subscription.id);
      return { subscription: await this.store.lock(subscription.id), offered };
    });
  }

  private add(
    actor: Actor,
    { id: tenantId, timeZone }: Tenant,
    { entry, offered }: { entry: ManualSubscription; offered: OfferedPlan },
  ): Promise<Subscription> {
    const { starts_at: anchorAt, ends_at: cancelAt, seats, note } = entry;
    const now = this.clock.now();
    const isOver = cancelAt !== null && cancelAt <= now;
    const reached = cancelAt !== null && isOver ? new Date(cancelAt.getTime() - 1) : now;
    const { interval, id: planVersionId } = offered.version;
    const period = within(periodAt({ anchorAt, timeZone, interval }, reached), cancelAt);
    const periods = {
      anchorAt,
      periodNumber: period.number,
      periodStart: period.start,
      periodEnd: period.end,
    };
    return this.store.add(
      {
        ...untouched,
        ...periods,
        userId: null,
        tenantId,
        origin: 'manual',
        planVersionId,
        seats,
        timeZone,
        cancelAt,
        status: isOver ? 'ended' : 'scheduled',
        endedAt: isOver ? cancelAt : null,
        endReason: isOver ? 'over' : null,
        dueAt: isOver ? null : anchorAt,
        note,
        creatorUserId: actor.userId,
      },
      { kind: 'subscribed', actorUserId: actor.userId, note },
    );
  }
}

/** What runs has no end in sight unless one is set. */
function overlaps(other: Subscription, { starts_at: start, ends_at: end }: ManualSubscription): boolean {
  if (other.status === 'ended' && other.origin === 'bought') return false;
  const otherEnd = other.endedAt ?? other.cancelAt;
  return (otherEnd === null || start < otherEnd) && (end === null || other.anchorAt < end);
}
