import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SimulatorRelay } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { goneSignal, sendRelayed } from '../relay/relayed-reply.js';

const chatRequest = z
  .looseObject({
    model: z.string().min(1),
    messages: z.array(z.looseObject({ role: z.string() })).min(1),
  })
  .meta({
    id: 'ChatCompletionRequest',
    example: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Say hello' }] },
  });

@ApiTags(apiTags.openai)
@Controller('v1/chat')
export class ChatController {
  constructor(private readonly relay: SimulatorRelay) {}

  @Post('completions')
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a conversation' })
  @ApiOkResponse({ description: 'The answer, or its stream of events' })
  async complete(
    @Body({ schema: chatRequest }) body: z.output<typeof chatRequest>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendRelayed(reply, await this.relay.send('/v1/chat/completions', body, goneSignal(reply)));
  }
}
