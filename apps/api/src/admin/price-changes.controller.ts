import { Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { PriceChanges, priceChangesQuery, type PriceChangesQuery } from '@onegate/models';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import { priceChangeView, toPriceChangeView, type PriceChangeView } from './llm-model.view.js';
import { pageAddress } from './page-address.js';

/** Prices that a sync did not dare to take. */
@AdminController('llm-models/price-changes')
@Requires('platform.models.write')
export class PriceChangesController {
  constructor(private readonly changes: PriceChanges) {}

  @Get()
  @ApiOperation({ summary: 'Price changes that wait for a person, or that were decided' })
  @Answers(pageOf(priceChangeView))
  async list(
    @Query({ schema: priceChangesQuery }) query: PriceChangesQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<PriceChangeView>> {
    const { rows, total } = await this.changes.list(query);
    return laravelPage({ rows: rows.map(toPriceChangeView), total }, query, pageAddress(request));
  }

  @Post(':id/confirm')
  @ApiOperation({ summary: 'Take the new price from now on' })
  @Answers(priceChangeView)
  @ApiResponse({ status: 409, description: 'It has been decided' })
  async confirm(@Who() who: Principal, @Param('id', rowId) id: number): Promise<PriceChangeView> {
    return toPriceChangeView(await this.changes.confirm(who, id));
  }

  @Post(':id/reject')
  @ApiOperation({ summary: 'Keep the present price' })
  @Answers(priceChangeView)
  @ApiResponse({ status: 409, description: 'It has been decided' })
  async reject(@Who() who: Principal, @Param('id', rowId) id: number): Promise<PriceChangeView> {
    return toPriceChangeView(await this.changes.reject(who, id));
  }
}
