import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NativeCalls } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';

/** Read by the gateway, which tells what is missing from what is wrong; here for the documentation. */
const nativeBody = z.looseObject({}).meta({
  id: 'NativeRequest',
  description:
    'Parameter names in either case, nulls as if absent. Takes what chat completions take, and `system`, `stop_sequences`, ' +
    '`contents` and `generation_config`. `endpoint` and `stream` are accepted and ignored.',
  example: {
    model: 'GPT-4.1',
    messages: [{ role: 'user', content: 'Tell me a joke about computers.' }],
    max_tokens: 50,
  },
});

@ApiTags(apiTags.native)
@Controller('api')
export class NativeController {
  constructor(private readonly calls: NativeCalls) {}

  @Post()
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a conversation, as one JSON object' })
  @ApiOkResponse({ description: 'The answer' })
  @ApiResponse({ status: 400, description: 'A field is missing' })
  async answer(
    @Body({ schema: nativeBody }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer(call));
  }
}
