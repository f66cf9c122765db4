import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { laravelPage, pageQuery, Requires, type LaravelPage, type PageQuery } from '@onegate/platform';
import { ReratingDesk, reratingRequest, type ReratingRequest } from '@onegate/usage';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import {
  detailedReratingView,
  reratingView,
  toDetailedReratingView,
  toReratingView,
  toUsageCorrectionView,
  usageCorrectionView,
  type ReratingView,
  type UsageCorrectionView,
} from './rerating.view.js';

/** Calls that had a wrong price: what they should have cost, and notes on the statements of those who paid. */
@AdminController('re-ratings')
@Requires('platform.billing.write')
export class ReratingController {
  constructor(private readonly desk: ReratingDesk) {}

  @Post()
  @ApiOperation({
    summary: 'Count what calls in a span would come to by another price',
    description: 'Nothing is changed. `current` is the price that the model has at this moment.',
  })
  @Answers(reratingView, 201)
  async request(
    @Who() who: Principal,
    @Body({ schema: reratingRequest }) body: ReratingRequest,
  ): Promise<ReratingView> {
    return toReratingView(await this.desk.request(who, body));
  }

  @Get()
  @ApiOperation({ summary: 'Re-ratings, the latest first' })
  @Answers(pageOf(reratingView))
  async list(
    @Query({ schema: pageQuery }) page: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<ReratingView>> {
    const { rows, total } = await this.desk.list(page);
    return laravelPage({ rows: rows.map(toReratingView), total }, page, pageAddress(request));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One re-rating with what it comes to for each account' })
  @Answers(detailedReratingView)
  async read(@Param('id', rowId) id: number): Promise<z.input<typeof detailedReratingView>> {
    return toDetailedReratingView(await this.desk.read(id));
  }

  @Post(':id/run')
  @ApiOperation({
    summary: 'Carry it out',
    description:
      'Each call is corrected once and each account gets one note, however often this is asked for.',
  })
  @Answers(reratingView, 202)
  async run(@Who() who: Principal, @Param('id', rowId) id: number): Promise<ReratingView> {
    return toReratingView(await this.desk.confirm(who, id));
  }

  @Get(':id/corrections')
  @ApiOperation({ summary: 'The calls that were corrected, and by how much' })
  @Answers(pageOf(usageCorrectionView))
  async corrections(
    @Param('id', rowId) id: number,
    @Query({ schema: pageQuery }) page: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<UsageCorrectionView>> {
    const { rows, total } = await this.desk.corrections(id, page);
    return laravelPage({ rows: rows.map(toUsageCorrectionView), total }, page, pageAddress(request));
  }
}
