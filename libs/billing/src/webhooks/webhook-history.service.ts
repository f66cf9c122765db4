import { Injectable } from '@nestjs/common';
import { Clock, cursorPage, Database, decodeCursor, encodeCursor, newId } from '@onegate/platform';
import type { CursorPage, CursorQuery } from '@onegate/platform';
import { In, LessThan } from 'typeorm';
import { z } from 'zod';
import { AlertNotice } from '../alerts/alert-notice.entity.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { WebhookOutbox } from './webhook-outbox.service.js';

export interface DeliveryOfNotice {
  readonly delivery: WebhookDelivery;
  readonly notice: Pick<AlertNotice, 'publicId' | 'kind'> | undefined;
}

const position = z.object({ id: z.int() });

/** What an address was called with, and calls to try it out. */
@Injectable()
export class WebhookHistory {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: WebhookOutbox,
  ) {}

  /** The newest first. */
  async list(
    { id: endpointId }: WebhookEndpoint,
    { cursor, limit }: CursorQuery,
  ): Promise<CursorPage<DeliveryOfNotice>> {
    const before = cursor ? { id: LessThan(decodeCursor(position, cursor).id) } : {};
    const rows = await this.database
      .of(WebhookDelivery)
      .find({ where: { endpointId, ...before }, order: { id: 'desc' }, take: limit + 1 });
    const notices = await this.database
      .of(AlertNotice)
      .findBy({ id: In(rows.map(({ noticeId }) => noticeId)) });
    const noticeOf = new Map(notices.map((notice) => [notice.id, notice]));
    const page = cursorPage(rows, limit, ({ id }) => encodeCursor({ id }));
    return {
      ...page,
      items: page.items.map((delivery) => ({ delivery, notice: noticeOf.get(delivery.noticeId) })),
    };
  }

  /** Sends a notice that says nothing, on the way that all others go. */
  async tryOut({ id, walletId }: WebhookEndpoint): Promise<void> {
    await this.database.transaction(async () => {
      const publicId = newId('aln');
      const notice = await this.database.of(AlertNotice).save({
        publicId,
        walletId,
        ruleId: null,
        kind: 'test' as const,
        occurrence: publicId,
        facts: { about: 'Somebody tries this webhook out.' },
        occurredAt: this.clock.now(),
      });
      await this.outbox.put(walletId, notice.id, id);
    });
  }
}
