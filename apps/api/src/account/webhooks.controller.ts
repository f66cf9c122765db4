import { Body, Delete, Get, Injectable, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { AccountWallets, newWebhook, webhookChange, WebhookDesk } from '@onegate/billing';
import { WebhookHistory, type NewWebhook, type WebhookChange, type WebhookOwner } from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers, AnswersNothing } from './account-surface.js';
import { deliveriesView, toDeliveriesView, toWebhookView, toWebhookWithSecretView } from './webhook.view.js';
import { webhooksView, webhookView, webhookWithSecretView, type WebhookView } from './webhook.view.js';

/** The addresses that are called with the alerts of an account. */
@Injectable()
abstract class WebhooksController {
  constructor(
    private readonly door: AccountDoor,
    private readonly wallets: AccountWallets,
    private readonly webhooks: WebhookDesk,
    private readonly deliveries: WebhookHistory,
  ) {}

  @Get()
  @RequiresRight('read')
  @ApiOperation({ summary: 'The webhooks, without their secrets' })
  @Answers(webhooksView)
  async list(@Call() call: AccountCall): Promise<z.input<typeof webhooksView>> {
    const { walletId } = await this.owner(call);
    return { items: (await this.webhooks.list(walletId)).map(toWebhookView) };
  }

  @Post()
  @RequiresRight('write')
  @ApiOperation({
    summary: 'Add a webhook; its secret is shown this once',
    description: 'Calls are signed as the Standard Webhooks specification says, by HMAC-SHA256.',
  })
  @Answers(webhookWithSecretView)
  @ApiResponse({ status: 400, description: 'Not an address that this server may call' })
  async create(
    @Call() call: AccountCall,
    @Body({ schema: newWebhook }) body: NewWebhook,
  ): Promise<z.input<typeof webhookWithSecretView>> {
    return toWebhookWithSecretView(await this.webhooks.create(call.who, await this.owner(call), body));
  }

  @Patch(':webhookId')
  @RequiresRight('write')
  @ApiOperation({ summary: 'Change the address, or switch it off and on' })
  @Answers(webhookView)
  async change(
    @Call() call: AccountCall,
    @Param('webhookId') webhookId: string,
    @Body({ schema: webhookChange }) body: WebhookChange,
  ): Promise<WebhookView> {
    return toWebhookView(await this.webhooks.change(call.who, await this.owner(call), webhookId, body));
  }

  @Delete(':webhookId')
  @RequiresRight('write')
  @ApiOperation({ summary: 'Take a webhook away' })
  @AnswersNothing()
  async remove(@Call() call: AccountCall, @Param('webhookId') webhookId: string): Promise<void> {
    await this.webhooks.remove(call.who, await this.owner(call), webhookId);
  }

  @Post(':webhookId/rotate-secret')
  @RequiresRight('write')
  @ApiOperation({
    summary: 'Make a new secret, shown this once; calls are signed with the old one too for a day',
  })
  @Answers(webhookWithSecretView)
  async rotate(
    @Call() call: AccountCall,
    @Param('webhookId') webhookId: string,
  ): Promise<z.input<typeof webhookWithSecretView>> {
    return toWebhookWithSecretView(await this.webhooks.rotate(call.who, await this.owner(call), webhookId));
  }

  @Post(':webhookId/test')
  @RequiresRight('write')
  @ApiOperation({ summary: 'Call it with a notice that says nothing' })
  @AnswersNothing()
  async tryOut(@Call() call: AccountCall, @Param('webhookId') webhookId: string): Promise<void> {
    const { walletId } = await this.owner(call);
    await this.deliveries.tryOut(await this.webhooks.read(walletId, webhookId));
  }

  @Get(':webhookId/deliveries')
  @RequiresRight('read')
  @ApiOperation({ summary: 'What it was called with and what came of it, the newest first' })
  @Answers(deliveriesView)
  async history(
    @Call() call: AccountCall,
    @Param('webhookId') webhookId: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof deliveriesView>> {
    const { walletId } = await this.owner(call);
    const endpoint = await this.webhooks.read(walletId, webhookId);
    return toDeliveriesView(await this.deliveries.list(endpoint, query));
  }

  private async owner(call: AccountCall): Promise<WebhookOwner> {
    const account = await this.door.open(call);
    return { ...account, walletId: await this.wallets.open(account) };
  }
}

@PersonalAccount('users/:id/webhooks')
export class UserWebhooksController extends WebhooksController {}

@OrganizationAccount('organizations/:id/webhooks')
export class OrganizationWebhooksController extends WebhooksController {}
