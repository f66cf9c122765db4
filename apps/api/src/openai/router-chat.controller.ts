import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RepeatableCalls, routerChatProtocol } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';
import { chatRequest } from './chat.schema.js';

/** OpenAI's chat as OpenRouter has it: answers name their provider and tell what they cost. */
@ApiTags(apiTags.account)
@Controller('api/v1/chat')
export class RouterChatController {
  constructor(private readonly calls: RepeatableCalls) {}

  @Post('completions')
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a conversation, and tell what that costs' })
  @ApiOkResponse({ description: 'The answer, or its stream of events' })
  async complete(
    @Body({ schema: chatRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: routerChatProtocol }));
  }
}
