import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Public, Requires } from '@onegate/platform';
import { ReceiptDesk, receiptToProve, type ReceiptToProve } from '@onegate/usage';
import { apiTags } from '../docs/api-tags.js';
import { receiptProofView, receiptView, toReceiptProofView, toReceiptView } from './receipt.view.js';
import type { ReceiptProofView, ReceiptView } from './receipt.view.js';

/** Signed proof of what a call cost: with whole answers in a header, of all calls here. */
@ApiTags(apiTags.keyHolder)
@Controller('v1/receipts')
export class ReceiptsController {
  constructor(private readonly desk: ReceiptDesk) {}

  @Get(':id')
  @Requires('inference.use')
  @ApiOperation({
    summary: 'The receipt of a call that one made or may see',
    description:
      'By the id in `x-onegate-event`, or that of the answer. It can be asked for a moment after the call has ended.',
  })
  @ApiResponse({ status: 200, standardSchema: receiptView })
  @ApiResponse({ status: 404, description: 'No such call among those that the caller may see' })
  async read(@Who() who: Principal, @Param('id') id: string): Promise<ReceiptView> {
    return toReceiptView(await this.desk.read(who, id));
  }

  @Post('verify')
  @Public()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Whether this server signed a receipt, and what it says',
    description:
      'It can be proved without asking too: the public keys are at `/.well-known/onegate-receipt-keys.json`.',
  })
  @ApiResponse({ status: 200, standardSchema: receiptProofView })
  async verify(@Body({ schema: receiptToProve }) { receipt }: ReceiptToProve): Promise<ReceiptProofView> {
    return toReceiptProofView(await this.desk.prove(receipt));
  }
}
