import { Get, Injectable, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { AccountPayments } from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers } from './account-surface.js';
import {
  paymentListView,
  paymentStatusView,
  paymentView,
  providerPaymentView,
  toPaymentListView,
  toPaymentStatusView,
  toPaymentView,
} from './payment.view.js';

/** The payments of an account. */
@Injectable()
abstract class PaymentsController {
  constructor(
    private readonly door: AccountDoor,
    private readonly payments: AccountPayments,
  ) {}

  @Get()
  @RequiresRight('read')
  @ApiOperation({ summary: 'The payments of the account, the newest first' })
  @Answers(paymentListView)
  async list(
    @Call() call: AccountCall,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof paymentListView>> {
    const account = await this.door.open(call);
    return toPaymentListView(await this.payments.list(account, query));
  }

  @Get('provider/:paymentId')
  @RequiresRight('read')
  @ApiOperation({
    summary: 'A payment as its provider has it now',
    description: 'By the id that we gave it, or by the one that the provider gave it.',
  })
  @Answers(providerPaymentView)
  async atProvider(
    @Call() call: AccountCall,
    @Param('paymentId') paymentId: string,
  ): Promise<z.input<typeof providerPaymentView>> {
    const account = await this.door.open(call);
    const { payment, there } = await this.payments.details(account, paymentId);
    const { publicId, provider } = payment;
    const { reference, status, receiptUrl } = there;
    return { paymentId: publicId, provider, providerPaymentId: reference, status, receiptUrl };
  }

  @Get(':paymentId')
  @RequiresRight('read')
  @ApiOperation({ summary: 'One payment' })
  @Answers(paymentView)
  async read(
    @Call() call: AccountCall,
    @Param('paymentId') paymentId: string,
  ): Promise<z.input<typeof paymentView>> {
    const account = await this.door.open(call);
    return toPaymentView(await this.payments.read(account, paymentId));
  }

  @Get(':paymentId/status')
  @RequiresRight('read')
  @ApiOperation({ summary: 'How far a payment is' })
  @Answers(paymentStatusView)
  async status(
    @Call() call: AccountCall,
    @Param('paymentId') paymentId: string,
  ): Promise<z.input<typeof paymentStatusView>> {
    const account = await this.door.open(call);
    return toPaymentStatusView(await this.payments.status(account, paymentId));
  }
}

@PersonalAccount('users/:id/payments')
export class UserPaymentsController extends PaymentsController {}

@OrganizationAccount('organizations/:id/payments')
export class OrganizationPaymentsController extends PaymentsController {}
