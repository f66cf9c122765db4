import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  compactionProtocol,
  RepeatableCalls,
  ResponseCompaction,
  responsesProtocol,
  StatefulResponses,
} from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';
import { compactRequest, inputTokensRequest, responseRequest } from './response.schema.js';

/** OpenAI's Responses: what is asked of a model. */
@ApiTags(apiTags.openai)
@Controller('v1/responses')
@Requires('inference.use')
export class ResponsesController {
  constructor(
    private readonly calls: RepeatableCalls,
    private readonly responses: StatefulResponses,
    private readonly compaction: ResponseCompaction,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Create a response' })
  @ApiOkResponse({ description: 'The response, or its stream of events' })
  async create(
    @Body({ schema: responseRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { ...call, protocol: responsesProtocol };
    sendAnswer(reply, await this.calls.answer(asked, (one) => this.responses.create(one)));
  }

  @Post('input_tokens')
  @HttpCode(200)
  @ApiOperation({ summary: 'Count the tokens of a request' })
  @ApiOkResponse({ description: 'How many there are' })
  async count(
    @Body({ schema: inputTokensRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
  ): Promise<object> {
    return { object: 'response.input_tokens', input_tokens: await this.responses.countInput(call) };
  }

  @Post('compact')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sum a long conversation up' })
  @ApiOkResponse({ description: 'Fewer items to go on from' })
  async compact(
    @Body({ schema: compactRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { ...call, protocol: compactionProtocol };
    sendAnswer(reply, await this.calls.answer(asked, (one) => this.compaction.compact(one)));
  }
}
