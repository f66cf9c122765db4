import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { chatProtocol, RepeatableCalls } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';
import { chatRequest } from './chat.schema.js';

@ApiTags(apiTags.openai)
@Controller('v1/chat')
export class ChatController {
  constructor(private readonly calls: RepeatableCalls) {}

  @Post('completions')
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a conversation' })
  @ApiOkResponse({ description: 'The answer, or its stream of events' })
  async complete(
    @Body({ schema: chatRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: chatProtocol }));
  }
}
