import { Injectable } from '@nestjs/common';
import { Clock, Database, JobQueue, newId } from '@onegate/platform';
import { LessThan } from 'typeorm';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { callWebhook } from './webhook.jobs.js';

const minute = 60_000;
const atOnce = 500;

/** Calls that are to be made: written down with what they tell of, made after the commit. */
@Injectable()
export class WebhookOutbox {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** To all addresses of an account, or to one. */
  async put(walletId: number, noticeId: number, endpointId?: number): Promise<void> {
    const endpoints = await this.database.of(WebhookEndpoint).find({
      where: { walletId, isActive: true, ...(endpointId !== undefined && { id: endpointId }) },
      order: { id: 'asc' },
    });
    for (const endpoint of endpoints) await this.add(endpoint.id, noticeId);
  }

  /** Starts what was never started: a process died after the commit, or Redis was emptied. One under way stays one. */
  async startWaiting(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - minute);
    const waiting = await this.database.of(WebhookDelivery).find({
      where: { status: 'pending', createdAt: LessThan(before) },
      select: { id: true },
      order: { createdAt: 'asc' },
      take: atOnce,
    });
    for (const { id } of waiting) await this.start(id);
    return waiting.length;
  }

  private async add(endpointId: number, noticeId: number): Promise<void> {
    const { id } = await this.database.of(WebhookDelivery).save({
      publicId: newId('whd'),
      endpointId,
      noticeId,
      createdAt: this.clock.now(),
    });
    await this.database.afterCommit(() => this.start(id));
  }

  private start(deliveryId: number): Promise<void> {
    return this.jobs.enqueue(callWebhook, { deliveryId }, { id: `webhook-${deliveryId}` });
  }
}
