import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RepeatableCalls, responsesProtocol } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';

const responseRequest = z
  .looseObject({
    model: z.string().min(1),
    input: z.union([z.string(), z.array(z.looseObject({}))]).nullish(),
    stream: z.boolean().nullish(),
  })
  .meta({
    id: 'ResponseRequest',
    example: { model: 'gpt-5.4', input: 'Write a one sentence release note.' },
  });

@ApiTags(apiTags.openai)
@Controller('v1/responses')
export class ResponsesController {
  constructor(private readonly calls: RepeatableCalls) {}

  @Post()
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Create a response' })
  @ApiOkResponse({ description: 'The response, or its stream of events' })
  async create(
    @Body({ schema: responseRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: responsesProtocol }));
  }
}
