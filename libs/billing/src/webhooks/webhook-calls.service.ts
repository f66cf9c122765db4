import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, Database, Failure, guardedFetch, SecretBox } from '@onegate/platform';
import type { Configuration } from '@onegate/platform';
import { AlertNotice } from '../alerts/alert-notice.entity.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { secretContext, WebhookEndpoint } from './webhook-endpoint.entity.js';
import { webhookAnswered } from './webhook.errors.js';
import { webhookPolicy } from './webhook-policy.js';
import { signedHeaders } from './webhook-signature.js';

/** Nothing that is answered is read. */
const limits = { totalTimeoutMs: 15_000, maxResponseBytes: 65_536, maxRedirects: 0 };

/** Calls the addresses of accounts, through the guard against addresses that are none of their business. */
@Injectable()
export class WebhookCalls {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** Throws when it has to be tried again, or was the last try. A notice may come twice, never not at all without a trace. */
  async call(deliveryId: number, isLast: boolean): Promise<void> {
    const delivery = await this.database.of(WebhookDelivery).findOneBy({ id: deliveryId, status: 'pending' });
    if (!delivery) return;
    const endpoint = await this.database.of(WebhookEndpoint).findOneBy({ id: delivery.endpointId });
    const notice = await this.database.of(AlertNotice).findOneBy({ id: delivery.noticeId });
    if (!endpoint?.isActive || !notice) {
      await this.note(delivery, { status: 'failed', lastError: 'The webhook was switched off.' });
      return;
    }
    try {
      const lastStatus = await this.send(endpoint, notice);
      await this.note(delivery, { status: 'delivered', lastStatus, lastError: null });
    } catch (error) {
      await this.note(delivery, { ...causeOf(error), ...(isLast && { status: 'failed' as const }) });
      throw error;
    }
  }

  private async send(endpoint: WebhookEndpoint, notice: AlertNotice): Promise<number> {
    const body = JSON.stringify(messageOf(notice));
    const signed = signedHeaders(
      { id: notice.publicId, at: this.clock.now(), body },
      this.secretsOf(endpoint),
    );
    const response = await guardedFetch(webhookPolicy(this.config), endpoint.url, {
      ...limits,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Onegate-Webhooks/1', ...signed },
      body,
    });
    await response.body?.cancel();
    const { status } = response;
    if (status < 200 || status >= 300) {
      throw webhookAnswered({ host: new URL(endpoint.url).host, status }, { details: { status } });
    }
    return status;
  }

  private secretsOf(endpoint: WebhookEndpoint): string[] {
    const { sealedSecret, previousSealedSecret: previous, previousUntil: until } = endpoint;
    const isPreviousGood = previous !== null && until !== null && until > this.clock.now();
    const sealed = isPreviousGood ? [sealedSecret, previous] : [sealedSecret];
    return sealed.map((one) => this.box.open(secretContext(endpoint), one));
  }

  private async note(delivery: WebhookDelivery, change: Partial<WebhookDelivery>): Promise<void> {
    const endedAt = change.status ? this.clock.now() : null;
    await this.database
      .of(WebhookDelivery)
      .update(delivery.id, { ...change, attempts: delivery.attempts + 1, endedAt });
  }
}

/** The same at every try. */
function messageOf({ publicId, kind, facts, occurredAt }: AlertNotice) {
  return { id: publicId, type: `alert.${kind}`, timestamp: occurredAt.toISOString(), data: facts };
}

/** What people see of a failure: the sentence for them, never what is behind it. */
function causeOf(error: unknown): Partial<WebhookDelivery> {
  if (!(error instanceof Failure)) return { lastError: 'The call failed.' };
  const status = error.details?.status;
  return { lastError: error.message, lastStatus: typeof status === 'number' ? status : null };
}
