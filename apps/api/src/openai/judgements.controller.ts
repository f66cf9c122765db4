import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { moderationsProtocol, RepeatableCalls, rerankProtocol } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';

const moderationRequest = z
  .looseObject({
    model: z.string().min(1).optional(),
    input: z.union([z.string(), z.array(z.unknown()).min(1)]),
  })
  .meta({ id: 'ModerationRequest', example: { model: 'gpt-4o-mini', input: 'Have a nice day' } });

const rerankRequest = z
  .looseObject({
    model: z.string().min(1),
    query: z.string().min(1),
    documents: z.array(z.union([z.string(), z.looseObject({})])).min(1),
  })
  .meta({
    id: 'RerankRequest',
    example: { model: 'gpt-4o-mini', query: 'What is tall?', documents: ['A tower', 'A mouse'] },
  });

/** Models that judge texts: whether they do harm, and which of them fits a question best. */
@ApiTags(apiTags.openai)
@Controller('v1')
@Requires('inference.use')
export class JudgementsController {
  constructor(private readonly calls: RepeatableCalls) {}

  @Post('moderations')
  @HttpCode(200)
  @ApiOperation({ summary: 'Judge whether texts or pictures do harm' })
  @ApiOkResponse({ description: 'A judgement for each of them' })
  async moderate(
    @Body({ schema: moderationRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: moderationsProtocol }));
  }

  @Post('rerank')
  @HttpCode(200)
  @ApiOperation({ summary: 'Order texts by how well they answer a question' })
  @ApiOkResponse({ description: 'Their places in the list, the best first' })
  async rerank(
    @Body({ schema: rerankRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: rerankProtocol }));
  }
}
