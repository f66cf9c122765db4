import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { completionsProtocol, RepeatableCalls } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';

export const completionRequest = z
  .looseObject({
    model: z.string().min(1),
    prompt: z.union([z.string(), z.array(z.unknown()).min(1)]),
    stream: z.boolean().nullish(),
  })
  .meta({
    id: 'CompletionRequest',
    example: { model: 'gpt-4o-mini', prompt: 'Say hello', max_tokens: 16 },
  });

@ApiTags(apiTags.openai)
@Controller('v1/completions')
export class CompletionsController {
  constructor(private readonly calls: RepeatableCalls) {}

  @Post()
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write on from a text (legacy)' })
  @ApiOkResponse({ description: 'The text, or its stream of events' })
  async complete(
    @Body({ schema: completionRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: completionsProtocol }));
  }
}
