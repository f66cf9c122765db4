import { Body, Get, Headers, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  AccountAccess,
  AccountPayments,
  checkoutOrder,
  CreditSales,
  requireKey,
  purchaseOrder,
  type CheckoutRequest,
  type OpenedCheckout,
  type PurchaseRequest,
  type SaleTerms,
} from '@onegate/billing';
import type { z } from 'zod';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';
import { OrdersCredit } from './credit-order.js';
import { checkoutView, paymentView, saleTermsView, toPaymentView } from './payment.view.js';

/** Credit that an organization buys. */
@AccountController('organizations/:id/credits')
export class OrganizationCreditsController {
  constructor(
    private readonly access: AccountAccess,
    private readonly sales: CreditSales,
    private readonly payments: AccountPayments,
  ) {}

  @Get('terms')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'What can be bought: least, most, currency, and what is to be said of taxes' })
  @Answers(saleTermsView)
  async terms(@Who() who: Principal, @Param('id') id: string): Promise<SaleTerms> {
    await this.access.organization(who, 'tenant.billing.read', id);
    return this.sales.terms;
  }

  @Post('checkout')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({ summary: 'Open a page on which credit is paid' })
  @OrdersCredit()
  @Answers(checkoutView)
  async checkout(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: checkoutOrder }) body: CheckoutRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<OpenedCheckout> {
    const account = await this.access.organizationPayer(who, id);
    return this.sales.checkout({ actor: who, account, idempotencyKey: requireKey(key) }, body);
  }

  @Post('purchase')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({
    summary: 'Buy credit with the default payment method',
    description: 'Where the bank asks, `status` is `requires_action` and the payer has to go to `actionUrl`.',
  })
  @OrdersCredit()
  @Answers(paymentView)
  async purchase(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: purchaseOrder }) body: PurchaseRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<z.input<typeof paymentView>> {
    const account = await this.access.organizationPayer(who, id);
    const payment = await this.sales.purchase({ actor: who, account, idempotencyKey: requireKey(key) }, body);
    return toPaymentView(await this.payments.listed(payment));
  }
}
