import { Controller, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PaymentWebhooks } from '@onegate/billing';
import { Public, sentBodyOf } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';

const received = z.object({ received: z.literal(true) }).meta({ id: 'WebhookReceived' });

/** Where payment providers tell what happened. Whoever can sign it is believed, nobody else. */
@ApiTags(apiTags.operations)
@Controller('webhooks/payments')
export class PaymentWebhooksController {
  constructor(private readonly webhooks: PaymentWebhooks) {}

  @Post(':provider')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Events of a payment provider, signed by it' })
  @ApiResponse({ status: 200, standardSchema: received })
  @ApiResponse({ status: 400, description: 'Not signed, or not lately, or not by the provider' })
  @ApiResponse({ status: 404, description: 'No such provider, or its webhooks are not set up' })
  async receive(
    @Param('provider') provider: string,
    @Req() request: FastifyRequest,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<z.input<typeof received>> {
    const signature = headers['stripe-signature'] ?? headers['sandbox-signature'];
    await this.webhooks.receive(provider, { body: sentBodyOf(request).toString(), signature });
    return { received: true };
  }
}
