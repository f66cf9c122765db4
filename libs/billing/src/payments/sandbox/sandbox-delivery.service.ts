import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { IsNull } from 'typeorm';
import { SandboxEvent } from './sandbox-event.entity.js';
import { SandboxSignature } from './sandbox-signature.js';

const patienceMillis = 10_000;

/** Brings events of the sandbox to the API over HTTP, as a real provider would. */
@Injectable()
export class SandboxDelivery {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly signature: SandboxSignature,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** Throws unless it arrived, so that the job is tried again. */
  async deliver(eventId: string): Promise<void> {
    const events = this.database.of(SandboxEvent);
    const event = await events.findOneBy({ id: eventId, deliveredAt: IsNull() });
    if (!event) return;
    await events.increment({ id: eventId }, 'attempts', 1);
    const body = JSON.stringify(event.body);
    const response = await fetch(this.address(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'sandbox-signature': this.signature.headerFor(body),
      },
      body,
      signal: AbortSignal.timeout(patienceMillis),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The API answered ${response.status} to a webhook of the sandbox`);
    await events.update({ id: eventId }, { deliveredAt: this.clock.now() });
  }

  private address(): string {
    const { sandboxWebhookUrl } = this.config.payments;
    if (sandboxWebhookUrl) return sandboxWebhookUrl;
    const { host, port } = this.config.http;
    const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    return `http://${reachable}:${port}/webhooks/payments/sandbox`;
  }
}
