import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { embeddingsProtocol, RepeatableCalls } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';

const embeddingsRequest = z
  .looseObject({
    model: z.string().min(1),
    input: z.union([z.string(), z.array(z.unknown()).min(1)]),
  })
  .meta({
    id: 'EmbeddingsRequest',
    example: { model: 'text-embedding-3-small', input: 'The quick brown fox' },
  });

@ApiTags(apiTags.openai)
@Controller(['v1/embeddings', 'api/v1/embeddings'])
export class EmbeddingsController {
  constructor(private readonly calls: RepeatableCalls) {}

  @Post()
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'Texts as vectors' })
  @ApiOkResponse({ description: 'A vector for each text' })
  async create(
    @Body({ schema: embeddingsRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: embeddingsProtocol }));
  }
}
