import { Injectable } from '@nestjs/common';
import { Database, isId, pageBounds, type PageRows } from '@onegate/platform';
import { In, IsNull } from 'typeorm';
import type { BilledAccount } from '../wallets/billed-account.js';
import { Plan } from './plan.entity.js';
import { planForOthers, planInactive, planUnknown } from './plan.errors.js';
import type { AdminPlansQuery, PlansQuery } from './plan.schema.js';
import { typeFor } from './plan-terms.js';
import { PlanVersion } from './plan-version.entity.js';

/** A plan on certain terms. */
export interface OfferedPlan {
  readonly plan: Plan;
  readonly version: PlanVersion;
}

/** The plans there are, and on which terms. */
@Injectable()
export class PlanCatalog {
  constructor(private readonly database: Database) {}

  /** Those that can be subscribed to, on the terms of now, the cheapest first. */
  async offered({ type }: PlansQuery): Promise<OfferedPlan[]> {
    const where = { isActive: true, deletedAt: IsNull(), ...(type && { type }) };
    const plans = await this.onCurrentTerms(await this.database.of(Plan).findBy(where));
    return plans.toSorted((a, b) => a.version.pricePerSeatCents - b.version.pricePerSeatCents);
  }

  /** All but the deleted ones. */
  async list({ type, ...page }: AdminPlansQuery): Promise<PageRows<OfferedPlan>> {
    const [plans, total] = await this.database.of(Plan).findAndCount({
      where: { deletedAt: IsNull(), ...(type && { type }) },
      order: { id: 'asc' },
      ...pageBounds(page),
    });
    return { rows: await this.onCurrentTerms(plans), total };
  }

  async read(planId: number): Promise<OfferedPlan> {
    const plan = await this.database.of(Plan).findOneBy({ id: planId, deletedAt: IsNull() });
    return this.requireOne(plan);
  }

  /** One that the account can subscribe to now. */
  async forSale(account: BilledAccount, publicId: string): Promise<OfferedPlan> {
    const offered = await this.byPublicId(publicId);
    if (offered.plan.type !== typeFor(account)) throw planForOthers();
    if (!offered.plan.isActive) throw planInactive();
    return offered;
  }

  async byPublicId(publicId: string): Promise<OfferedPlan> {
    if (!isId('pla', publicId)) throw planUnknown();
    return this.requireOne(await this.database.of(Plan).findOneBy({ publicId, deletedAt: IsNull() }));
  }

  /** By their versions, also of plans that are gone. */
  async ofVersions(versionIds: readonly number[]): Promise<Map<number, OfferedPlan>> {
    const versions = await this.database.of(PlanVersion).findBy({ id: In([...new Set(versionIds)]) });
    const plans = await this.database.of(Plan).findBy({ id: In(versions.map(({ planId }) => planId)) });
    const byId = new Map(plans.map((plan) => [plan.id, plan]));
    return new Map(
      versions.flatMap((version) => {
        const plan = byId.get(version.planId);
        return plan ? [[version.id, { plan, version }] as const] : [];
      }),
    );
  }

  async ofVersion(versionId: number): Promise<OfferedPlan> {
    const found = (await this.ofVersions([versionId])).get(versionId);
    if (!found) throw planUnknown();
    return found;
  }

  private async requireOne(plan: Plan | null): Promise<OfferedPlan> {
    const [offered] = plan ? await this.onCurrentTerms([plan]) : [];
    if (!offered) throw planUnknown();
    return offered;
  }

  private async onCurrentTerms(plans: readonly Plan[]): Promise<OfferedPlan[]> {
    const where = { planId: In(plans.map(({ id }) => id)), isCurrent: true };
    const versions = await this.database.of(PlanVersion).findBy(where);
    const byPlan = new Map(versions.map((version) => [version.planId, version]));
    return plans.flatMap((plan) => {
      const version = byPlan.get(plan.id);
      return version ? [{ plan, version }] : [];
    });
  }
}
