import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { jsonBytes, Quotes } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, type IncomingCall } from '../inference/inference-request.js';
import { protocolFor, quoteRequest, type QuoteRequest } from './quote.schema.js';
import { quoteView, toQuoteView, type QuoteView } from './quote.view.js';

@ApiTags(apiTags.keyHolder)
@Controller('v1/quote')
export class QuoteController {
  constructor(private readonly quotes: Quotes) {}

  @Post()
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What a call would cost at most, and whether it would be made',
    description:
      'Calls no model and costs nothing. A body that the call itself would refuse is refused likewise.',
  })
  @ApiResponse({ status: 200, standardSchema: quoteView })
  async quote(
    @Body({ schema: quoteRequest }) asked: QuoteRequest,
    @Incoming() call: IncomingCall,
  ): Promise<QuoteView> {
    const protocol = protocolFor(asked);
    const { body } = asked;
    return toQuoteView(await this.quotes.quote({ ...call, protocol, body, sent: jsonBytes(body) }));
  }
}
