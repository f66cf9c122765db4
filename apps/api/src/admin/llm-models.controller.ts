import { Body, Get, Param, Put, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  ModelAdmin,
  modelEdit,
  modelSearch,
  ModelSearchService,
  PriceHistoryService,
  type ModelEdit,
  type ModelSearch,
} from '@onegate/models';
import { laravelPage, pageQuery, Requires, type LaravelPage, type PageQuery } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import {
  llmModelView,
  priceVersionView,
  toLlmModelView,
  toPriceVersionView,
  type LlmModelView,
  type PriceVersionView,
} from './llm-model.view.js';
import { pageAddress } from './page-address.js';

@AdminController('llm-models')
export class LlmModelsController {
  constructor(
    private readonly models: ModelSearchService,
    private readonly admin: ModelAdmin,
    private readonly history: PriceHistoryService,
  ) {}

  @Get()
  @Requires('account.use')
  @ApiOperation({
    summary: 'The active models with their current prices',
    description: 'Administrators of models can ask for the others too, with `active=false` or `active=all`.',
  })
  @Answers(pageOf(llmModelView))
  async list(
    @Who() who: Principal,
    @Query({ schema: modelSearch }) search: ModelSearch,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<LlmModelView>> {
    const { rows, total } = await this.models.find(who, search);
    return laravelPage({ rows: rows.map(toLlmModelView), total }, search, pageAddress(request));
  }

  @Get(':id')
  @Requires('account.use')
  @ApiOperation({ summary: 'One model with its current price' })
  @Answers(llmModelView)
  async show(@Who() who: Principal, @Param('id', rowId) id: number): Promise<LlmModelView> {
    return toLlmModelView(await this.models.read(who, id));
  }

  @Put(':id')
  @Requires('platform.models.write')
  @ApiOperation({ summary: 'Offer a model or not; its mark-up, aliases and limits. What is not sent stays' })
  @Answers(llmModelView)
  @ApiResponse({ status: 422, description: 'An alias means another model already' })
  async update(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: modelEdit }) body: ModelEdit,
  ): Promise<LlmModelView> {
    await this.admin.edit(who, id, body);
    return toLlmModelView(await this.models.read(who, id));
  }

  @Get(':id/prices')
  @Requires('platform.models.write')
  @ApiOperation({ summary: 'What a model cost and since when, the latest first' })
  @Answers(pageOf(priceVersionView))
  async prices(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Query({ schema: pageQuery }) page: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<PriceVersionView>> {
    const model = await this.models.read(who, id);
    const { rows, total } = await this.history.of(model.id, page);
    return laravelPage({ rows: rows.map(toPriceVersionView), total }, page, pageAddress(request));
  }
}
