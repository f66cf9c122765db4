import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { laravelPage, pageQuery, Requires, type LaravelPage, type PageQuery } from '@onegate/platform';
import {
  reconciliationQuery,
  reconciliationRequest,
  ReconciliationRuns,
  type ReconciliationQuery,
  type ReconciliationRequest,
} from '@onegate/usage';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import {
  detailedReconciliationRunView,
  reconciledAccountView,
  reconciliationRunView,
  toDetailedReconciliationRunView,
  toReconciledAccountView,
  toReconciliationRunView,
  type ReconciledAccountView,
  type ReconciliationRunView,
} from './reconciliation.view.js';

const overview = pageOf(reconciledAccountView)
  .extend({ last_run: reconciliationRunView.nullable() })
  .meta({ id: 'Reconciliation' });

/** Whether events, ledger, wallets and Redis agree to the nano-dollar. */
@AdminController('reconciliation')
export class ReconciliationController {
  constructor(private readonly runs: ReconciliationRuns) {}

  @Get()
  @Requires('platform.billing.read')
  @ApiOperation({
    summary: 'What every place says of each account, and any difference',
    description:
      'The totals of all accounts are with the last run. What is merely on its way is no difference.',
  })
  @Answers(overview)
  async list(
    @Query({ schema: reconciliationQuery }) query: ReconciliationQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<ReconciledAccountView> & { last_run: ReconciliationRunView | null }> {
    const { rows, total } = await this.runs.accounts(query);
    const last = await this.runs.latest();
    return {
      ...laravelPage({ rows: rows.map(toReconciledAccountView), total }, query, pageAddress(request)),
      last_run: last && toReconciliationRunView(last),
    };
  }

  @Post()
  @Requires('platform.billing.write')
  @ApiOperation({
    summary: 'Compare everything now',
    description: 'A worker does it; the run tells how far it is.',
  })
  @Answers(reconciliationRunView, 202)
  async request(
    @Who() who: Principal,
    @Body({ schema: reconciliationRequest }) body: ReconciliationRequest,
  ): Promise<ReconciliationRunView> {
    return toReconciliationRunView(await this.runs.request(who, body));
  }

  @Get('runs')
  @Requires('platform.billing.read')
  @ApiOperation({ summary: 'Comparisons, the latest first' })
  @Answers(pageOf(reconciliationRunView))
  async history(
    @Query({ schema: pageQuery }) page: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<ReconciliationRunView>> {
    const { rows, total } = await this.runs.list(page);
    return laravelPage({ rows: rows.map(toReconciliationRunView), total }, page, pageAddress(request));
  }

  @Get('runs/:id')
  @Requires('platform.billing.read')
  @ApiOperation({ summary: 'One comparison with the differences that it found' })
  @Answers(detailedReconciliationRunView)
  async read(@Param('id', rowId) id: number): Promise<z.input<typeof detailedReconciliationRunView>> {
    return toDetailedReconciliationRunView(await this.runs.read(id));
  }
}
