import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CredentialGuard } from '../exchange/credential.js';
import { type Dialect, noStream } from '../exchange/dialect.js';
import { ExchangeService } from '../exchange/exchange.service.js';
import { askToCount } from '../model/ask.js';
import { readAnthropicBody } from './anthropic-body.js';
import { toMessage } from './messages.answer.js';
import { promptOf, toAsk } from './messages.ask.js';
import { type CountBody, countBody, type MessagesBody, messagesBody } from './messages.schema.js';
import { toMessageStream } from './messages.stream.js';

const messagesDialect: Dialect<MessagesBody> = {
  style: 'anthropic',
  read: (body) => readAnthropicBody(messagesBody, body),
  ask: toAsk,
  answer: toMessage,
  stream: toMessageStream,
};

const countDialect: Dialect<CountBody> = {
  style: 'anthropic',
  read: (body) => ({ ...readAnthropicBody(countBody, body), stream: false }),
  ask: (body) => askToCount(promptOf(body)),
  answer: ({ usage }) => ({ input_tokens: usage.input }),
  stream: noStream,
};

/** Anthropic messages and the count of their tokens. */
@Controller('v1/messages')
@UseGuards(CredentialGuard)
export class MessagesController {
  constructor(private readonly exchanges: ExchangeService) {}

  @Post()
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchanges.serve(messagesDialect, request, reply);
  }

  @Post('count_tokens')
  count(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchanges.serve(countDialect, request, reply);
  }
}
