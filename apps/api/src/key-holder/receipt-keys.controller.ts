import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '@onegate/platform';
import { ReceiptKeys } from '@onegate/usage';
import type { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { receiptKeySet, toReceiptKeySet } from './receipt.view.js';

@ApiTags(apiTags.keyHolder)
@Controller('.well-known')
export class ReceiptKeysController {
  constructor(private readonly keys: ReceiptKeys) {}

  @Get('onegate-receipt-keys.json')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'The public keys that prove receipts, the newest first; none is ever taken away' })
  @ApiResponse({ status: 200, standardSchema: receiptKeySet })
  async list(): Promise<z.input<typeof receiptKeySet>> {
    return toReceiptKeySet(await this.keys.list());
  }
}
