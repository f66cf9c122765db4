import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  paymentEventsQuery,
  PaymentListing,
  paymentsQuery,
  refundRequest,
  Refunds,
  type PaymentEventsQuery,
  type PaymentsQuery,
  type RefundRequest,
} from '@onegate/billing';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import {
  adminPaymentView,
  paymentEventView,
  reversalView,
  toAdminPaymentView,
  toPaymentEventView,
  toReversalView,
  toWholePaymentView,
  wholePaymentView,
  type AdminPaymentView,
  type PaymentEventView,
} from './payment.view.js';

/** All payments, for administrators of the platform: also what providers said that cannot be. */
@AdminController('payments')
@Requires('platform.billing.write')
export class PaymentsController {
  constructor(
    private readonly listing: PaymentListing,
    private readonly refunds: Refunds,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All payments, the newest first' })
  @Answers(pageOf(adminPaymentView))
  async list(
    @Query({ schema: paymentsQuery }) query: PaymentsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<AdminPaymentView>> {
    const { rows, total } = await this.listing.list(query);
    return laravelPage({ rows: rows.map(toAdminPaymentView), total }, query, pageAddress(request));
  }

  @Get('events')
  @ApiOperation({
    summary: 'What payment providers told, the newest first',
    description: '`refused` contradicts what was agreed (amount, currency, customer, provider, mode).',
  })
  @Answers(pageOf(paymentEventView))
  async events(
    @Query({ schema: paymentEventsQuery }) query: PaymentEventsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<PaymentEventView>> {
    const { rows, total } = await this.listing.events(query);
    return laravelPage({ rows: rows.map(toPaymentEventView), total }, query, pageAddress(request));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One payment, with what went back of it' })
  @Answers(wholePaymentView)
  async read(@Param('id', rowId) id: number): Promise<z.input<typeof wholePaymentView>> {
    return toWholePaymentView(await this.listing.read(id));
  }

  @Post(':id/refunds')
  @ApiOperation({
    summary: 'Send money back, wholly or in part',
    description:
      'The credit is withdrawn; the account may end up owing. The same reference again changes nothing.',
  })
  @Answers(reversalView, 201)
  async refund(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: refundRequest }) body: RefundRequest,
  ): Promise<z.input<typeof reversalView>> {
    return toReversalView(await this.refunds.refund(who, id, body));
  }
}
