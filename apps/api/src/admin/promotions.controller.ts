import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { newCodes, newPromotion, promotionChange, PromotionCodes, PromotionDesk } from '@onegate/billing';
import { promotionsQuery, rowsQuery, type NewCodes, type NewPromotion } from '@onegate/billing';
import type { PromotionChange, PromotionsQuery, RowsQuery } from '@onegate/billing';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import {
  madeCodesView,
  promotionCodeView,
  promotionView,
  toMadeCodesView,
  toPromotionCodeView,
  toPromotionView,
  type PromotionCodeView,
  type PromotionView,
} from './promotion.view.js';

/** Campaigns that give credit away, and their codes. */
@AdminController('promotions')
@Requires('platform.billing.write')
export class PromotionsController {
  constructor(
    private readonly promotions: PromotionDesk,
    private readonly codes: PromotionCodes,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All promotions, the newest first' })
  @Answers(pageOf(promotionView))
  async list(
    @Query({ schema: promotionsQuery }) query: PromotionsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<PromotionView>> {
    const { rows, total } = await this.promotions.list(query);
    return laravelPage({ rows: rows.map(toPromotionView), total }, query, pageAddress(request));
  }

  @Post()
  @ApiOperation({ summary: 'Make a promotion' })
  @Answers(promotionView, 201)
  async create(
    @Who() who: Principal,
    @Body({ schema: newPromotion }) body: NewPromotion,
  ): Promise<PromotionView> {
    return toPromotionView(await this.promotions.create(who, body));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One promotion' })
  @Answers(promotionView)
  async read(@Param('id', rowId) id: number): Promise<PromotionView> {
    return toPromotionView(await this.promotions.read(id));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a promotion; what was given stays as it was given' })
  @Answers(promotionView)
  async change(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: promotionChange }) body: PromotionChange,
  ): Promise<PromotionView> {
    return toPromotionView(await this.promotions.change(who, id, body));
  }

  @Get(':id/codes')
  @ApiOperation({ summary: 'The codes of a promotion, by their last characters' })
  @Answers(pageOf(promotionCodeView))
  async listCodes(
    @Param('id', rowId) id: number,
    @Query({ schema: rowsQuery }) query: RowsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<PromotionCodeView>> {
    const { rows, total } = await this.codes.list(id, query);
    return laravelPage({ rows: rows.map(toPromotionCodeView), total }, query, pageAddress(request));
  }

  @Post(':id/codes')
  @ApiOperation({ summary: 'Make codes; they can be read this once' })
  @Answers(madeCodesView, 201)
  async createCodes(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: newCodes }) body: NewCodes,
  ): Promise<z.input<typeof madeCodesView>> {
    return toMadeCodesView(await this.codes.create(who, id, body));
  }

  @Delete(':id/codes/:codeId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Switch a code off' })
  @ApiResponse({ status: 204, description: 'Done' })
  switchOff(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Param('codeId', rowId) codeId: number,
  ): Promise<void> {
    return this.codes.switchOff(who, id, codeId);
  }
}
