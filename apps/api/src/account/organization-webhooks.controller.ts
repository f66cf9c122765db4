import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { AccountAccess, AccountWallets, newWebhook, webhookChange, WebhookDesk } from '@onegate/billing';
import { WebhookHistory, type NewWebhook, type WebhookChange, type WebhookOwner } from '@onegate/billing';
import { cursorQuery, type CursorQuery, type Permission } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers, AnswersNothing, RequiresInOrganization } from './account-surface.js';
import { deliveriesView, toDeliveriesView, toWebhookView, toWebhookWithSecretView } from './webhook.view.js';
import { webhooksView, webhookView, webhookWithSecretView, type WebhookView } from './webhook.view.js';

/** The addresses that are called with the alerts of an organization. */
@AccountController('organizations/:id/webhooks')
export class OrganizationWebhooksController {
  constructor(
    private readonly access: AccountAccess,
    private readonly wallets: AccountWallets,
    private readonly webhooks: WebhookDesk,
    private readonly deliveries: WebhookHistory,
  ) {}

  @Get()
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'The webhooks, without their secrets' })
  @Answers(webhooksView)
  async list(@Who() who: Principal, @Param('id') id: string): Promise<z.input<typeof webhooksView>> {
    const { walletId } = await this.owner(who, 'tenant.billing.read', id);
    return { items: (await this.webhooks.list(walletId)).map(toWebhookView) };
  }

  @Post()
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({
    summary: 'Add a webhook; its secret is shown this once',
    description: 'Calls are signed as the Standard Webhooks specification says, by HMAC-SHA256.',
  })
  @Answers(webhookWithSecretView)
  @ApiResponse({ status: 400, description: 'Not an address that this server may call' })
  async create(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: newWebhook }) body: NewWebhook,
  ): Promise<z.input<typeof webhookWithSecretView>> {
    return toWebhookWithSecretView(
      await this.webhooks.create(who, await this.owner(who, 'tenant.billing.write', id), body),
    );
  }

  @Patch(':webhookId')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({ summary: 'Change the address, or switch it off and on' })
  @Answers(webhookView)
  async change(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('webhookId') webhookId: string,
    @Body({ schema: webhookChange }) body: WebhookChange,
  ): Promise<WebhookView> {
    return toWebhookView(
      await this.webhooks.change(who, await this.owner(who, 'tenant.billing.write', id), webhookId, body),
    );
  }

  @Delete(':webhookId')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({ summary: 'Take a webhook away' })
  @AnswersNothing()
  async remove(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('webhookId') webhookId: string,
  ): Promise<void> {
    await this.webhooks.remove(who, await this.owner(who, 'tenant.billing.write', id), webhookId);
  }

  @Post(':webhookId/rotate-secret')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({
    summary: 'Make a new secret, shown this once; calls are signed with the old one too for a day',
  })
  @Answers(webhookWithSecretView)
  async rotate(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('webhookId') webhookId: string,
  ): Promise<z.input<typeof webhookWithSecretView>> {
    return toWebhookWithSecretView(
      await this.webhooks.rotate(who, await this.owner(who, 'tenant.billing.write', id), webhookId),
    );
  }

  @Post(':webhookId/test')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({ summary: 'Call it with a notice that says nothing' })
  @AnswersNothing()
  async tryOut(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('webhookId') webhookId: string,
  ): Promise<void> {
    const { walletId } = await this.owner(who, 'tenant.billing.write', id);
    await this.deliveries.tryOut(await this.webhooks.read(walletId, webhookId));
  }

  @Get(':webhookId/deliveries')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'What it was called with and what came of it, the newest first' })
  @Answers(deliveriesView)
  async history(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('webhookId') webhookId: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof deliveriesView>> {
    const { walletId } = await this.owner(who, 'tenant.billing.read', id);
    const endpoint = await this.webhooks.read(walletId, webhookId);
    return toDeliveriesView(await this.deliveries.list(endpoint, query));
  }

  private async owner(who: Principal, permission: Permission, id: string): Promise<WebhookOwner> {
    const account = await this.access.organization(who, permission, id);
    return { ...account, walletId: await this.wallets.open(account) };
  }
}
