import { Body, Get, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { ModelSync, syncRequest, SyncRuns, type SyncRequest } from '@onegate/models';
import { laravelPage, pageQuery, Requires, type LaravelPage, type PageQuery } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, Answers, pageOf } from './admin-surface.js';
import {
  modelSyncResult,
  modelSyncRunView,
  toModelSyncResult,
  toModelSyncRunView,
  type ModelSyncRunView,
} from './model-sync.view.js';
import { pageAddress } from './page-address.js';

@AdminController('llm-models')
@Requires('platform.models.write')
export class ModelSyncController {
  constructor(
    private readonly sync: ModelSync,
    private readonly runs: SyncRuns,
  ) {}

  @Post('sync')
  @ApiOperation({
    summary: 'Read models and prices from OpenRouter, and wait for it',
    description: 'Whoever asks while a sync is under way gets the result of that one.',
  })
  @Answers(modelSyncResult)
  @ApiResponse({ status: 502, description: 'OpenRouter could not be read; nothing has changed' })
  async run(
    @Who() who: Principal,
    @Body({ schema: syncRequest }) body: SyncRequest,
  ): Promise<z.input<typeof modelSyncResult>> {
    return toModelSyncResult(await this.sync.runFor(who, body));
  }

  @Get('sync-runs')
  @ApiOperation({ summary: 'Syncs, the latest first' })
  @Answers(pageOf(modelSyncRunView))
  async list(
    @Query({ schema: pageQuery }) page: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<ModelSyncRunView>> {
    const { rows, total } = await this.runs.list(page);
    return laravelPage({ rows: rows.map(toModelSyncRunView), total }, page, pageAddress(request));
  }
}
