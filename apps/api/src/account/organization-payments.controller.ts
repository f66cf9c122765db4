import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { AccountAccess, AccountPayments } from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';
import {
  paymentListView,
  paymentStatusView,
  paymentView,
  providerPaymentView,
  toPaymentListView,
  toPaymentStatusView,
  toPaymentView,
} from './payment.view.js';

const paymentsQuery = cursorQuery.meta({ id: 'OrganizationPaymentsQuery' });

/** The payments of an organization. */
@AccountController('organizations/:id/payments')
export class OrganizationPaymentsController {
  constructor(
    private readonly access: AccountAccess,
    private readonly payments: AccountPayments,
  ) {}

  @Get()
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'The payments of the account, the newest first' })
  @Answers(paymentListView)
  async list(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: paymentsQuery }) query: CursorQuery,
  ): Promise<z.input<typeof paymentListView>> {
    const account = await this.access.organization(who, 'tenant.billing.read', id);
    return toPaymentListView(await this.payments.list(account, query));
  }

  @Get('provider/:paymentId')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({
    summary: 'A payment as its provider has it now',
    description: 'By the id that we gave it, or by the one that the provider gave it.',
  })
  @Answers(providerPaymentView)
  async atProvider(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('paymentId') paymentId: string,
  ): Promise<z.input<typeof providerPaymentView>> {
    const account = await this.access.organization(who, 'tenant.billing.read', id);
    const { payment, there } = await this.payments.details(account, paymentId);
    const { publicId, provider } = payment;
    const { reference, status, receiptUrl } = there;
    return { paymentId: publicId, provider, providerPaymentId: reference, status, receiptUrl };
  }

  @Get(':paymentId')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'One payment' })
  @Answers(paymentView)
  async read(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('paymentId') paymentId: string,
  ): Promise<z.input<typeof paymentView>> {
    const account = await this.access.organization(who, 'tenant.billing.read', id);
    return toPaymentView(await this.payments.read(account, paymentId));
  }

  @Get(':paymentId/status')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'How far a payment is' })
  @Answers(paymentStatusView)
  async status(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('paymentId') paymentId: string,
  ): Promise<z.input<typeof paymentStatusView>> {
    const account = await this.access.organization(who, 'tenant.billing.read', id);
    return toPaymentStatusView(await this.payments.status(account, paymentId));
  }
}
