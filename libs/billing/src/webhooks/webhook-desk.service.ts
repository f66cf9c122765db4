import { Inject, Injectable } from '@nestjs/common';
import { checkOutboundUrl, Clock, CONFIGURATION, Database, newId, SecretBox } from '@onegate/platform';
import type { Configuration } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import type { KnownAccount } from '../wallets/account-access.service.js';
import { secretContext, WebhookEndpoint } from './webhook-endpoint.entity.js';
import { tooManyWebhooks, webhookUnknown } from './webhook.errors.js';
import { webhookPolicy } from './webhook-policy.js';
import type { NewWebhook, WebhookChange } from './webhook.schema.js';
import { newWebhookSecret } from './webhook-signature.js';

const atMost = 10;
const day = 86_400_000;

/** An account with the wallet that everything of it hangs on. */
export interface WebhookOwner extends KnownAccount {
  readonly walletId: number;
}

/** With its secret: the one time that it can be read. */
export interface WebhookWithSecret {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
}

/** Where the holders of an account say which addresses are called, and get the secrets that calls are signed with. */
@Injectable()
export class WebhookDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly audit: AuditLog,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  list(walletId: number): Promise<WebhookEndpoint[]> {
    return this.database.of(WebhookEndpoint).find({ where: { walletId }, order: { id: 'asc' } });
  }

  async read(walletId: number, publicId: string): Promise<WebhookEndpoint> {
    const endpoint = await this.database.of(WebhookEndpoint).findOneBy({ walletId, publicId });
    if (!endpoint) throw webhookUnknown();
    return endpoint;
  }

  create(actor: Actor, owner: WebhookOwner, { url }: NewWebhook): Promise<WebhookWithSecret> {
    checkOutboundUrl(webhookPolicy(this.config), url);
    return this.database.exclusively(`webhooks/${owner.walletId}`, async () => {
      const { walletId } = owner;
      if ((await this.list(walletId)).length >= atMost) throw tooManyWebhooks({ limit: atMost });
      const [publicId, secret, now] = [newId('whk'), newWebhookSecret(), this.clock.now()];
      const sealedSecret = this.box.seal(secretContext({ publicId }), secret);
      const fresh = { publicId, walletId, url, sealedSecret, createdAt: now, updatedAt: now };
      await this.database.of(WebhookEndpoint).insert(fresh);
      await this.record(actor, owner, { action: 'webhook.created', publicId, host: new URL(url).host });
      return { endpoint: await this.read(walletId, publicId), secret };
    });
  }

  change(
    actor: Actor,
    owner: WebhookOwner,
    publicId: string,
    { url, isActive }: WebhookChange,
  ): Promise<WebhookEndpoint> {
    if (url !== undefined) checkOutboundUrl(webhookPolicy(this.config), url);
    return this.database.transaction(async () => {
      const endpoint = await this.read(owner.walletId, publicId);
      await this.database.of(WebhookEndpoint).update(endpoint.id, {
        url: url ?? endpoint.url,
        isActive: isActive ?? endpoint.isActive,
        updatedAt: this.clock.now(),
      });
      const host = new URL(url ?? endpoint.url).host;
      await this.record(actor, owner, { action: 'webhook.changed', publicId, host });
      return this.read(owner.walletId, publicId);
    });
  }

  /** The old secret is good for another day, so that no call is refused meanwhile. */
  rotate(actor: Actor, owner: WebhookOwner, publicId: string): Promise<WebhookWithSecret> {
    return this.database.transaction(async () => {
      const endpoint = await this.read(owner.walletId, publicId);
      const [secret, now] = [newWebhookSecret(), this.clock.now()];
      await this.database.of(WebhookEndpoint).update(endpoint.id, {
        sealedSecret: this.box.seal(secretContext(endpoint), secret),
        previousSealedSecret: endpoint.sealedSecret,
        previousUntil: new Date(now.getTime() + day),
        updatedAt: now,
      });
      const host = new URL(endpoint.url).host;
      await this.record(actor, owner, { action: 'webhook.secret_rotated', publicId, host });
      return { endpoint: await this.read(owner.walletId, publicId), secret };
    });
  }

  async remove(actor: Actor, owner: WebhookOwner, publicId: string): Promise<void> {
    await this.database.transaction(async () => {
      const { id, url } = await this.read(owner.walletId, publicId);
      await this.database.of(WebhookEndpoint).delete(id);
      await this.record(actor, owner, { action: 'webhook.deleted', publicId, host: new URL(url).host });
    });
  }

  /** Of the address only the host is written down: the rest of it may be as good as a password. */
  private record(
    actor: Actor,
    account: KnownAccount,
    { action, publicId, host }: { action: string; publicId: string; host: string },
  ): Promise<void> {
    return this.audit.record(actor, {
      action,
      target: { kind: 'webhook', id: publicId },
      tenantId: account.kind === 'organization' ? account.id : null,
      changes: { account: account.publicId, host },
    });
  }
}
