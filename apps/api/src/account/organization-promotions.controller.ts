import { Body, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { AccountAccess, ActivePromotions, PromotionRedeeming, redemption } from '@onegate/billing';
import type { RedemptionWish } from '@onegate/billing';

import type { z } from 'zod';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';
import {
  activePromotionsView,
  redeemedView,
  toActivePromotionsView,
  toRedeemedView,
} from './promotion.view.js';

/** Credit that is given away to organizations. */
@AccountController('organizations/:id/promotions')
export class OrganizationPromotionsController {
  constructor(
    private readonly access: AccountAccess,
    private readonly promotions: ActivePromotions,
    private readonly redeeming: PromotionRedeeming,
  ) {}

  @Get()
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'Promotions that are active on the account of an organization, or offered to it' })
  @Answers(activePromotionsView)
  async list(@Who() who: Principal, @Param('id') id: string): Promise<z.input<typeof activePromotionsView>> {
    const account = await this.access.organization(who, 'tenant.billing.read', id);
    return toActivePromotionsView(await this.promotions.of(account, who.userId));
  }

  @Post('redeem')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({ summary: 'Take part, by a code or in a promotion that is offered' })
  @Answers(redeemedView)
  @ApiResponse({ status: 409, description: 'Taken part as often as it allows' })
  @ApiResponse({ status: 429, description: 'Tried too many codes' })
  async redeem(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: redemption }) body: RedemptionWish,
  ): Promise<z.input<typeof redeemedView>> {
    const account = await this.access.organization(who, 'tenant.billing.write', id);
    return toRedeemedView(await this.redeeming.redeem(who, account, body));
  }
}
