import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { AccountAccess, AccountMethods, MethodSetups, setupOrder, type SetupRequest } from '@onegate/billing';
import { Requires } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers, AnswersNothing } from './account-surface.js';
import {
  paymentMethodListView,
  paymentMethodView,
  setupSessionView,
  toPaymentMethodView,
} from './payment.view.js';

/** What a person pays with. Cards are left with the provider, never here. */
@AccountController('users/:id')
@Requires('account.use')
@ApiResponse({ status: 404, description: 'Somebody else' })
export class UserPaymentMethodsController {
  constructor(
    private readonly access: AccountAccess,
    private readonly methods: AccountMethods,
    private readonly setups: MethodSetups,
  ) {}

  @Get('payment-method/default')
  @ApiOperation({ summary: 'What automatic payments are made with; `null` where there is none' })
  @Answers(paymentMethodView.nullable())
  async default(
    @Who() who: Principal,
    @Param('id') id: string,
  ): Promise<z.input<typeof paymentMethodView> | null> {
    const method = await this.methods.default(await this.access.userInPerson(who, id));
    return method && toPaymentMethodView(method);
  }

  @Post('payment-method/setup-session')
  @ApiOperation({ summary: 'Open a page of the provider on which a payment method is left' })
  @Answers(setupSessionView)
  async setUp(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: setupOrder }) body: SetupRequest,
  ): Promise<z.input<typeof setupSessionView>> {
    const account = await this.access.payer(who, id);
    const { url, session } = await this.setups.open(who, account, body);
    return { url, sessionId: session };
  }

  @Get('payment-methods')
  @ApiOperation({ summary: 'The payment methods of the account, the default one first' })
  @Answers(paymentMethodListView)
  async list(@Who() who: Principal, @Param('id') id: string): Promise<z.input<typeof paymentMethodListView>> {
    const methods = await this.methods.list(await this.access.userInPerson(who, id));
    return { items: methods.map(toPaymentMethodView) };
  }

  @Put('payment-methods/:methodId/default')
  @ApiOperation({ summary: 'Pay with this one from now on' })
  @Answers(paymentMethodView)
  async makeDefault(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('methodId') methodId: string,
  ): Promise<z.input<typeof paymentMethodView>> {
    const account = await this.access.payer(who, id);
    return toPaymentMethodView(await this.methods.makeDefault(who, account, methodId));
  }

  @Delete('payment-methods/:methodId')
  @ApiOperation({ summary: 'Remove a payment method, here and at the provider' })
  @AnswersNothing()
  async remove(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('methodId') methodId: string,
  ): Promise<void> {
    await this.methods.remove(who, await this.access.payer(who, id), methodId);
  }
}
