import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CredentialGuard } from '../../exchange/credential.js';
import type { Dialect } from '../../exchange/dialect.js';
import { ExchangeService } from '../../exchange/exchange.service.js';
import { readOpenAiBody } from '../openai-body.js';
import { finishedState, toResponse } from './response.view.js';
import { toAsk } from './responses.ask.js';
import { type ResponsesBody, responsesBody } from './responses.schema.js';
import { toResponseStream } from './responses.stream.js';

const responsesDialect: Dialect<ResponsesBody> = {
  style: 'openai',
  read: (body) => readOpenAiBody(responsesBody, body),
  ask: toAsk,
  answer: (turn) => toResponse(turn, finishedState(turn)),
  stream: toResponseStream,
};

/** The OpenAI Responses API. Nothing is stored: a response cannot be fetched again. */
@Controller()
@UseGuards(CredentialGuard)
export class ResponsesController {
  constructor(private readonly exchanges: ExchangeService) {}

  @Post('v1/responses')
  respond(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchanges.serve(responsesDialect, request, reply);
  }
}
