import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { messagesProtocol, RepeatableCalls, TokenCounting } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';

const countRequest = z
  .looseObject({
    model: z.string().min(1),
    messages: z.array(z.looseObject({ role: z.string() })).min(1),
  })
  .meta({
    id: 'CountTokensRequest',
    example: { model: 'claude-sonnet-4-6', messages: [{ role: 'user', content: 'Reply with ok' }] },
  });

/** With 0 as `max_tokens` the prompt is put into the provider's cache, and nothing is answered. */
export const messageRequest = countRequest.extend({ max_tokens: z.number().int().nonnegative() }).meta({
  id: 'MessageRequest',
  example: {
    model: 'claude-sonnet-4-6',
    max_tokens: 128,
    messages: [{ role: 'user', content: 'Reply with ok' }],
  },
});

@ApiTags(apiTags.anthropic)
@Controller('v1/messages')
export class MessagesController {
  constructor(
    private readonly calls: RepeatableCalls,
    private readonly counting: TokenCounting,
  ) {}

  @Post()
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a conversation, as Anthropic does' })
  @ApiOkResponse({ description: 'The message, or its stream of events' })
  async create(
    @Body({ schema: messageRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: messagesProtocol }));
  }

  @Post('count_tokens')
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Count the tokens of a conversation' })
  @ApiOkResponse({ description: 'The number of input tokens' })
  async count(
    @Body({ schema: countRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.counting.count({ ...call, protocol: messagesProtocol }));
  }
}
