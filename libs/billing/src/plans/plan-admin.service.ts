import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, sqlStateOf } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { Plan } from './plan.entity.js';
import { planInUse, planNameTaken, planTypeFixed } from './plan.errors.js';
import { PlanCatalog, type OfferedPlan } from './plan-catalog.service.js';
import type { NewPlan, PlanChange } from './plan.schema.js';
import { PlanVersion } from './plan-version.entity.js';

type Terms = Omit<PlanVersion, 'id' | 'publicId' | 'planId' | 'number' | 'isCurrent' | 'createdAt'>;

const uniqueViolation = '23505';
/** One that an administrator entered outlives its organization, and nobody can end it any more. */
const subscriptionsTo = `select count(*)::integer as count from subscriptions s
  left join plan_versions n on n.id = s.next_version_id join plan_versions v on v.id = s.plan_version_id
  left join tenants t on t.id = s.tenant_id
  where (v.plan_id = $1 or n.plan_id = $1) and s.status <> 'ended' and t.deleted_at is null`;

/** What administrators of the platform do with plans. */
@Injectable()
export class PlanAdmin {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly catalog: PlanCatalog,
    private readonly audit: AuditLog,
  ) {}

  async create(actor: Actor, input: NewPlan): Promise<OfferedPlan> {
    const now = this.clock.now();
    return this.named(async () => {
      const { name, type, is_active: isActive } = input;
      const plan = await this.database
        .of(Plan)
        .save({ publicId: newId('pla'), name, type, isActive, createdAt: now, updatedAt: now });
      await this.addVersion(plan.id, 1, termsOf(input));
      await this.record(actor, 'plan.created', plan.publicId, input);
      return this.catalog.read(plan.id);
    });
  }

  async change(actor: Actor, planId: number, change: PlanChange): Promise<OfferedPlan> {
    return this.named(async () => {
      const { plan, version } = await this.alone(planId);
      if (change.type !== undefined && change.type !== plan.type) {
        throw planTypeFixed({ fields: { type: ['The type of a plan cannot be changed.'] } });
      }
      const { name = plan.name, is_active: isActive = plan.isActive } = change;
      await this.database.of(Plan).update(planId, { name, isActive, updatedAt: this.clock.now() });
      const terms = { ...termsOfVersion(version), ...termsOf(change) };
      if (!isDeepStrictEqual(terms, termsOfVersion(version))) await this.replace(version, terms);
      await this.record(actor, 'plan.changed', plan.publicId, change);
      return this.catalog.read(planId);
    });
  }

  async remove(actor: Actor, planId: number): Promise<void> {
    await this.database.transaction(async () => {
      const { plan } = await this.alone(planId);
      const [used] = await this.database.query<{ count: number }>(subscriptionsTo, [planId]);
      if (used && used.count > 0) throw planInUse({ count: used.count });
      const now = this.clock.now();
      await this.database.of(Plan).update(planId, { isActive: false, updatedAt: now, deletedAt: now });
      await this.record(actor, 'plan.deleted', plan.publicId, {});
    });
  }

  /** Nobody else changes it, and nobody subscribes to it meanwhile. */
  private async alone(planId: number): Promise<OfferedPlan> {
    await this.database.query('select id from plans where id = $1 for update', [planId]);
    return this.catalog.read(planId);
  }

  private async replace({ id, planId, number }: PlanVersion, terms: Terms): Promise<void> {
    await this.database.of(PlanVersion).update(id, { isCurrent: false });
    await this.addVersion(planId, number + 1, terms);
  }

  private async addVersion(planId: number, number: number, terms: Partial<Terms>): Promise<void> {
    await this.database.of(PlanVersion).save({
      ...terms,
      publicId: newId('plv'),
      planId,
      number,
      isCurrent: true,
      createdAt: this.clock.now(),
    });
  }

  private record(actor: Actor, action: string, id: string, changes: object): Promise<void> {
    return this.audit.record(actor, { action, target: { kind: 'plan', id }, changes: { ...changes } });
  }

  private async named<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      if (sqlStateOf(error) !== uniqueViolation) throw error;
      throw planNameTaken({ fields: { name: ['The name has already been taken.'] }, cause: error });
    }
  }
}

function termsOf(input: PlanChange): Partial<Terms> {
  const terms = {
    displayName: input.display_name,
    description: input.description,
    interval: input.interval,
    pricePerSeatCents: input.price_per_seat_cents,
    maxSeats: input.max_seats,
    includedCreditCents: input.included_credit_cents,
    markupBps: input.markup_bps,
    features: input.features,
    entitlements: input.entitlements,
  };
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
}

function termsOfVersion(version: PlanVersion): Terms {
  const { displayName, description, interval, pricePerSeatCents, maxSeats, includedCreditCents } = version;
  const { markupBps, features, entitlements } = version;
  return {
    displayName,
    description,
    interval,
    pricePerSeatCents,
    maxSeats,
    includedCreditCents,
    markupBps,
    features,
    entitlements,
  };
}
