import { Injectable } from '@nestjs/common';
import { modelUnknown, ModelsService, type CatalogModel } from '@onegate/models';
import {
  Clock,
  Database,
  JobQueue,
  newId,
  pageBounds,
  type PageQuery,
  type PageRows,
} from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { In } from 'typeorm';
import { keptSince } from '../retention/kept-since.js';
import { ReratingAccount } from './rerating-account.entity.js';
import { Rerating } from './rerating.entity.js';
import { eventsNotKept, priceNotKnown, reratingNotEstimated, reratingUnknown } from './rerating.errors.js';
import { rerate } from './rerating.jobs.js';
import type { ReratingRequest } from './rerating.schema.js';
import { UsageCorrection } from './usage-correction.entity.js';

/** What a re-rating came to, account by account. */
export interface DetailedRerating {
  readonly rerating: Rerating;
  readonly accounts: readonly ReratingAccount[];
}

/** Where administrators of the platform have calls charged anew that had a wrong price. */
@Injectable()
export class ReratingDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly models: ModelsService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
  ) {}

  /** Has it counted what would come of it, and nothing more. */
  async request(actor: Actor, asked: ReratingRequest): Promise<Rerating> {
    const model = await this.models.resolve(asked.model);
    if (!model) throw modelUnknown({ model: asked.model });
    const since = await keptSince(this.database);
    if (since && asked.from < since) throw eventsNotKept({ since: since.toISOString() });
    const publicId = newId('run');
    await this.database.of(Rerating).insert({
      publicId,
      ...priceOf(asked, model),
      modelId: model.id,
      modelSlug: model.slug,
      fromAt: asked.from,
      toAt: asked.to,
      allowsDebit: asked.allow_debit,
      reason: asked.reason,
      state: 'estimating',
      cursor: '',
      requestedBy: actor.userId,
      createdAt: this.clock.now(),
    });
    await this.jobs.enqueue(rerate, { publicId });
    return this.database.of(Rerating).findOneByOrFail({ publicId });
  }

  /** Carries it out; one that has failed goes on. Asked for again, it changes nothing. */
  async confirm(actor: Actor, id: number): Promise<Rerating> {
    const { state, publicId } = await this.find(id);
    if (state === 'estimating') throw reratingNotEstimated();
    await this.database.transaction(async () => {
      const { affected } = await this.database
        .of(Rerating)
        .update({ id, state: In(['estimated', 'failed']) }, { state: 'running', error: null });
      if (affected === 0) return;
      await this.audit.record(actor, {
        action: 'rerating.confirmed',
        target: { kind: 'rerating', id: publicId },
      });
    });
    await this.jobs.enqueue(rerate, { publicId });
    return this.find(id);
  }

  async read(id: number): Promise<DetailedRerating> {
    const rerating = await this.find(id);
    const accounts = await this.database
      .of(ReratingAccount)
      .find({ where: { reratingId: id }, order: { account: 'asc' } });
    return { rerating, accounts };
  }

  async list(page: PageQuery): Promise<PageRows<Rerating>> {
    const [rows, total] = await this.database
      .of(Rerating)
      .findAndCount({ order: { id: 'desc' }, ...pageBounds(page) });
    return { rows, total };
  }

  /** Call by call. */
  async corrections(id: number, page: PageQuery): Promise<PageRows<UsageCorrection>> {
    await this.find(id);
    const [rows, total] = await this.database
      .of(UsageCorrection)
      .findAndCount({ where: { reratingId: id }, order: { eventId: 'asc' }, ...pageBounds(page) });
    return { rows, total };
  }

  private async find(id: number): Promise<Rerating> {
    const rerating = await this.database.of(Rerating).findOneBy({ id });
    if (!rerating) throw reratingUnknown();
    return rerating;
  }
}

/** As it is at this moment: a change of the price afterwards changes nothing of what was asked for. */
function priceOf(
  { price }: ReratingRequest,
  model: CatalogModel,
): Pick<Rerating, 'price' | 'priceVersionId'> {
  if (price !== 'current')
    return { price: { prices: price.prices, tiers: price.tiers }, priceVersionId: null };
  if (!model.price) throw priceNotKnown();
  const { id, prices, tiers } = model.price;
  return { price: { prices, tiers }, priceVersionId: id };
}
