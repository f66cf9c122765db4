import { Body, Get, Injectable, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ActivePromotions, PromotionRedeeming, redemption } from '@onegate/billing';
import type { RedemptionWish } from '@onegate/billing';
import type { z } from 'zod';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers } from './account-surface.js';
import {
  activePromotionsView,
  redeemedView,
  toActivePromotionsView,
  toRedeemedView,
} from './promotion.view.js';

/** Credit that is given away to accounts. */
@Injectable()
abstract class PromotionsController {
  constructor(
    private readonly door: AccountDoor,
    private readonly promotions: ActivePromotions,
    private readonly redeeming: PromotionRedeeming,
  ) {}

  @Get()
  @RequiresRight('read')
  @ApiOperation({ summary: 'Promotions that are active on the account, and those that are offered to it' })
  @Answers(activePromotionsView)
  async list(@Call() call: AccountCall): Promise<z.input<typeof activePromotionsView>> {
    const account = await this.door.open(call);
    return toActivePromotionsView(await this.promotions.of(account, call.who.userId));
  }

  @Post('redeem')
  @RequiresRight('write')
  @ApiOperation({ summary: 'Take part, by a code or in a promotion that is offered' })
  @Answers(redeemedView)
  @ApiResponse({ status: 409, description: 'Taken part as often as it allows' })
  @ApiResponse({ status: 429, description: 'Tried too many codes' })
  async redeem(
    @Call() call: AccountCall,
    @Body({ schema: redemption }) body: RedemptionWish,
  ): Promise<z.input<typeof redeemedView>> {
    const account = await this.door.open(call);
    return toRedeemedView(await this.redeeming.redeem(call.who, account, body));
  }
}

@PersonalAccount('users/:id/promotions')
export class UserPromotionsController extends PromotionsController {}

@OrganizationAccount('organizations/:id/promotions')
export class OrganizationPromotionsController extends PromotionsController {}
