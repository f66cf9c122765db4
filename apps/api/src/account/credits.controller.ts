import { Body, Get, Headers, Injectable, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import {
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
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers } from './account-surface.js';
import { OrdersCredit } from './credit-order.js';
import { checkoutView, paymentView, saleTermsView, toPaymentView } from './payment.view.js';

/** Credit that is bought for an account. */
@Injectable()
abstract class CreditsController {
  constructor(
    private readonly door: AccountDoor,
    private readonly sales: CreditSales,
    private readonly payments: AccountPayments,
  ) {}

  @Get(':id/credits/terms')
  @RequiresRight('read')
  @ApiOperation({ summary: 'What can be bought: least, most, currency, and what is to be said of taxes' })
  @Answers(saleTermsView)
  async terms(@Call() call: AccountCall): Promise<SaleTerms> {
    await this.door.open(call);
    return this.sales.terms;
  }

  @Post(':id/credits/purchase')
  @RequiresRight('pay')
  @ApiOperation({
    summary: 'Buy credit with the default payment method',
    description: 'Where the bank asks, `status` is `requires_action` and the payer has to go to `actionUrl`.',
  })
  @OrdersCredit()
  @Answers(paymentView)
  async purchase(
    @Call() call: AccountCall,
    @Body({ schema: purchaseOrder }) body: PurchaseRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<z.input<typeof paymentView>> {
    const payment = await this.sales.purchase(await this.order(call, key), body);
    return toPaymentView(await this.payments.listed(payment));
  }

  protected async openCheckout(
    call: AccountCall,
    body: CheckoutRequest,
    key: string | undefined,
  ): Promise<OpenedCheckout> {
    return this.sales.checkout(await this.order(call, key), body);
  }

  private async order(call: AccountCall, key: string | undefined) {
    const account = await this.door.open(call);
    return { actor: call.who, account, idempotencyKey: requireKey(key) };
  }
}

/** The page for the own account is at a path of its own, which names nobody. */
@PersonalAccount('users')
export class UserCreditsController extends CreditsController {
  @Post('credits/checkout')
  @RequiresRight('pay')
  @ApiOperation({ summary: 'Open a page on which credit for the own account is paid' })
  @OrdersCredit()
  @Answers(checkoutView)
  checkout(
    @Call() call: AccountCall,
    @Body({ schema: checkoutOrder }) body: CheckoutRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<OpenedCheckout> {
    return this.openCheckout({ ...call, publicId: 'me' }, body, key);
  }
}

@OrganizationAccount('organizations')
export class OrganizationCreditsController extends CreditsController {
  @Post(':id/credits/checkout')
  @RequiresRight('pay')
  @ApiOperation({ summary: 'Open a page on which credit is paid' })
  @OrdersCredit()
  @Answers(checkoutView)
  checkout(
    @Call() call: AccountCall,
    @Body({ schema: checkoutOrder }) body: CheckoutRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<OpenedCheckout> {
    return this.openCheckout(call, body, key);
  }
}
