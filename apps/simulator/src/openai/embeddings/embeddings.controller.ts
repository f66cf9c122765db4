import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CredentialGuard } from '../../exchange/credential.js';
import { type Dialect, noStream } from '../../exchange/dialect.js';
import { ExchangeService } from '../../exchange/exchange.service.js';
import { askToCount } from '../../model/ask.js';
import { readOpenAiBody } from '../openai-body.js';
import { toEmbeddings } from './embeddings.answer.js';
import { inputsOf } from './embeddings.inputs.js';
import { type EmbeddingsBody, embeddingsBody } from './embeddings.schema.js';

const embeddingsDialect: Dialect<EmbeddingsBody> = {
  style: 'openai',
  read: (body) => ({ ...readOpenAiBody(embeddingsBody, body), stream: false }),
  ask: (body) => askToCount(inputsOf(body)),
  answer: toEmbeddings,
  stream: noStream,
};

/** OpenAI embeddings. */
@Controller()
@UseGuards(CredentialGuard)
export class EmbeddingsController {
  constructor(private readonly exchanges: ExchangeService) {}

  @Post('v1/embeddings')
  embed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchanges.serve(embeddingsDialect, request, reply);
  }
}
