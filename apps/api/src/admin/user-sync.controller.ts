import { Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import { SyncRunsService, syncRunsQuery, type SyncRunsQuery } from '@onegate/tenants';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import {
  detailedSyncRunView,
  syncRunView,
  toDetailedSyncRunView,
  toSyncRunView,
  type SyncRunView,
} from './sync-run.view.js';

const startedRuns = z
  .object({ message: z.string(), data: z.array(syncRunView) })
  .meta({ id: 'StartedSyncRuns' });

/** Bringing people in step with the directories of their tenants. */
@AdminController('users')
@Requires('tenant.users.sync')
export class UserSyncController {
  constructor(private readonly runs: SyncRunsService) {}

  @Post('sync-all')
  @ApiOperation({ summary: 'Start a run for each tenant within reach that has a directory' })
  @Answers(startedRuns, 202)
  async syncAll(@Who() who: Principal): Promise<z.input<typeof startedRuns>> {
    const runs = await this.runs.startAll(who);
    return { message: `User sync under way for ${runs.length} tenants`, data: runs.map(toSyncRunView) };
  }

  @Post('sync/:tenant')
  @ApiOperation({ summary: 'Start a run for a tenant, or get the one that is under way' })
  @Answers(syncRunView, 202)
  @ApiResponse({ status: 404, description: 'No such tenant, or it has no directory' })
  async sync(@Who() who: Principal, @Param('tenant', rowId) tenantId: number): Promise<SyncRunView> {
    return toSyncRunView(await this.runs.start(who, tenantId));
  }

  @Get('sync-runs')
  @ApiOperation({ summary: 'Runs, the newest first' })
  @Answers(pageOf(syncRunView))
  async list(
    @Who() who: Principal,
    @Query({ schema: syncRunsQuery }) query: SyncRunsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<SyncRunView>> {
    const { rows, total } = await this.runs.list(who, query);
    return laravelPage({ rows: rows.map(toSyncRunView), total }, query, pageAddress(request));
  }

  @Get('sync-runs/:id')
  @ApiOperation({ summary: 'How a run goes or went, with its first 100 problems' })
  @Answers(detailedSyncRunView)
  async read(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
  ): Promise<z.input<typeof detailedSyncRunView>> {
    return toDetailedSyncRunView(await this.runs.read(who, id));
  }

  @Post('sync-runs/:id/confirm')
  @ApiOperation({
    summary: 'Let as many people go as a waiting run has counted',
    description:
      'The directory is read anew; should it let more people go than that by now, the run waits again.',
  })
  @Answers(syncRunView, 202)
  async confirm(@Who() who: Principal, @Param('id', rowId) id: number): Promise<SyncRunView> {
    return toSyncRunView(await this.runs.confirm(who, id));
  }
}
