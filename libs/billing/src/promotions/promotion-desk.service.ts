import { Injectable } from '@nestjs/common';
import { Clock, Database, failureOfIssues, likeLiteral, newId, pageBounds } from '@onegate/platform';
import { toUsdText, type PageRows } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { ILike } from 'typeorm';
import { promotionUnknown } from './promotion.errors.js';
import { Promotion } from './promotion.entity.js';
import type { NewPromotion, PromotionChange, PromotionsQuery } from './promotion.schema.js';

/** Where administrators of the platform keep campaigns. */
@Injectable()
export class PromotionDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  async list({ search, ...page }: PromotionsQuery): Promise<PageRows<Promotion>> {
    const [rows, total] = await this.database.of(Promotion).findAndCount({
      where: { name: ILike(`%${likeLiteral(search)}%`) },
      order: { id: 'desc' },
      ...pageBounds(page),
    });
    return { rows, total };
  }

  async read(id: number): Promise<Promotion> {
    const promotion = await this.database.of(Promotion).findOneBy({ id });
    if (!promotion) throw promotionUnknown();
    return promotion;
  }

  create(actor: Actor, input: NewPromotion): Promise<Promotion> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const saved = await this.database.of(Promotion).save({
        ...termsOf(input),
        publicId: newId('pro'),
        amountNano: input.amount_usd,
        startsAt: input.starts_at ?? now,
        createdAt: now,
        updatedAt: now,
      });
      await this.record(actor, saved, 'promotion.created', {
        name: input.name,
        amount_usd: toUsdText(input.amount_usd),
      });
      return this.read(saved.id);
    });
  }

  /** Nobody takes part meanwhile, so that a limit is never put below what was given. */
  change(actor: Actor, id: number, change: PromotionChange): Promise<Promotion> {
    return this.database.transaction(async () => {
      const promotion = await this.locked(id);
      const changed = { ...promotion, ...termsOf(change) };
      if (changed.endsAt && changed.endsAt <= changed.startsAt) {
        throw failureOfIssues([{ path: ['ends_at'], message: 'must be after the start' }]);
      }
      if (changed.maxRedemptions !== null && changed.maxRedemptions < promotion.redeemedCount) {
        const message = 'is less than what was redeemed already';
        throw failureOfIssues([{ path: ['max_redemptions'], message }]);
      }
      await this.database.of(Promotion).save({ ...changed, updatedAt: this.clock.now() });
      await this.record(actor, promotion, 'promotion.changed', change);
      return this.read(id);
    });
  }

  private async locked(id: number): Promise<Promotion> {
    const promotion = await this.database
      .of(Promotion)
      .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!promotion) throw promotionUnknown();
    return promotion;
  }

  private record(
    actor: Actor,
    { publicId }: Pick<Promotion, 'publicId'>,
    action: string,
    changes: object,
  ): Promise<void> {
    return this.audit.record(actor, {
      action,
      target: { kind: 'promotion', id: publicId },
      changes: { ...changes },
    });
  }
}

/** What is left out is not there: it would overwrite what it leaves alone. */
function termsOf(input: PromotionChange | NewPromotion): Partial<Promotion> {
  const terms = {
    name: input.name,
    description: input.description,
    audience: input.audience,
    isListed: input.is_listed,
    isActive: input.is_active,
    startsAt: input.starts_at ?? undefined,
    endsAt: input.ends_at,
    creditDays: input.credit_days,
    creditEndsAt: input.credit_ends_at,
    maxRedemptions: input.max_redemptions,
    maxPerAccount: input.max_per_account,
    maxPerPerson: input.max_per_person,
  };
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
}
