import { Body, Get, Headers, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
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
import { Requires } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers } from './account-surface.js';
import { OrdersCredit } from './credit-order.js';
import { checkoutView, paymentView, saleTermsView, toPaymentView } from './payment.view.js';

/** Credit that a person buys for himself. */
@AccountController('users')
@Requires('account.use')
@ApiResponse({ status: 404, description: 'Somebody else' })
export class UserCreditsController {
  constructor(
    private readonly access: AccountAccess,
    private readonly sales: CreditSales,
    private readonly payments: AccountPayments,
  ) {}

  @Get(':id/credits/terms')
  @ApiOperation({ summary: 'What can be bought: least, most, currency, and what is to be said of taxes' })
  @Answers(saleTermsView)
  async terms(@Who() who: Principal, @Param('id') id: string): Promise<SaleTerms> {
    await this.access.userInPerson(who, id);
    return this.sales.terms;
  }

  @Post('credits/checkout')
  @ApiOperation({ summary: 'Open a page on which credit for the own account is paid' })
  @OrdersCredit()
  @Answers(checkoutView)
  async checkout(
    @Who() who: Principal,
    @Body({ schema: checkoutOrder }) body: CheckoutRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<OpenedCheckout> {
    const account = await this.access.payer(who, 'me');
    return this.sales.checkout({ actor: who, account, idempotencyKey: requireKey(key) }, body);
  }

  @Post(':id/credits/purchase')
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
    const account = await this.access.payer(who, id);
    const payment = await this.sales.purchase({ actor: who, account, idempotencyKey: requireKey(key) }, body);
    return toPaymentView(await this.payments.listed(payment));
  }
}
