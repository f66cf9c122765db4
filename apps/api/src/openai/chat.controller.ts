import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChatRelay } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';

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
  constructor(private readonly relay: ChatRelay) {}

  @Post('completions')
  @Requires('inference.use')
  @ApiOperation({ summary: 'Answer a conversation' })
  async complete(
    @Body({ schema: chatRequest }) body: z.output<typeof chatRequest>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.relay.complete(body, goneSignal(request));
    await reply
      .status(answer.status)
      .headers({ 'content-type': answer.contentType, 'x-onegate-simulated': 'true' })
      .send(answer.body);
  }
}

/** Aborts when the client goes away before its answer is complete. */
function goneSignal(request: FastifyRequest): AbortSignal {
  const gone = new AbortController();
  request.raw.socket.once('close', () => gone.abort());
  return gone.signal;
}
