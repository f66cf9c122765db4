import { Body, Delete, Get, Injectable, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { AccountMethods, MethodSetups, setupOrder, type SetupRequest } from '@onegate/billing';
import type { z } from 'zod';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers, AnswersNothing } from './account-surface.js';
import {
  paymentMethodListView,
  paymentMethodView,
  setupSessionView,
  toPaymentMethodView,
} from './payment.view.js';

/** What an account pays with. Cards are left with the provider, never here. */
@Injectable()
abstract class PaymentMethodsController {
  constructor(
    private readonly door: AccountDoor,
    private readonly methods: AccountMethods,
    private readonly setups: MethodSetups,
  ) {}

  @Get('payment-method/default')
  @RequiresRight('read')
  @ApiOperation({ summary: 'What automatic payments are made with; `null` where there is none' })
  @Answers(paymentMethodView.nullable())
  async default(@Call() call: AccountCall): Promise<z.input<typeof paymentMethodView> | null> {
    const method = await this.methods.default(await this.door.open(call));
    return method && toPaymentMethodView(method);
  }

  @Post('payment-method/setup-session')
  @RequiresRight('pay')
  @ApiOperation({ summary: 'Open a page of the provider on which a payment method is left' })
  @Answers(setupSessionView)
  async setUp(
    @Call() call: AccountCall,
    @Body({ schema: setupOrder }) body: SetupRequest,
  ): Promise<z.input<typeof setupSessionView>> {
    const account = await this.door.open(call);
    const { url, session } = await this.setups.open(call.who, account, body);
    return { url, sessionId: session };
  }

  @Get('payment-methods')
  @RequiresRight('read')
  @ApiOperation({ summary: 'The payment methods of the account, the default one first' })
  @Answers(paymentMethodListView)
  async list(@Call() call: AccountCall): Promise<z.input<typeof paymentMethodListView>> {
    const methods = await this.methods.list(await this.door.open(call));
    return { items: methods.map(toPaymentMethodView) };
  }

  @Put('payment-methods/:methodId/default')
  @RequiresRight('pay')
  @ApiOperation({ summary: 'Pay with this one from now on' })
  @Answers(paymentMethodView)
  async makeDefault(
    @Call() call: AccountCall,
    @Param('methodId') methodId: string,
  ): Promise<z.input<typeof paymentMethodView>> {
    const account = await this.door.open(call);
    return toPaymentMethodView(await this.methods.makeDefault(call.who, account, methodId));
  }

  @Delete('payment-methods/:methodId')
  @RequiresRight('pay')
  @ApiOperation({ summary: 'Remove a payment method, here and at the provider' })
  @AnswersNothing()
  async remove(@Call() call: AccountCall, @Param('methodId') methodId: string): Promise<void> {
    await this.methods.remove(call.who, await this.door.open(call), methodId);
  }
}

@PersonalAccount('users/:id')
export class UserPaymentMethodsController extends PaymentMethodsController {}

@OrganizationAccount('organizations/:id')
export class OrganizationPaymentMethodsController extends PaymentMethodsController {}
