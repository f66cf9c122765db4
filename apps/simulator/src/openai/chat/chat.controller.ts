import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CredentialGuard } from '../../exchange/credential.js';
import type { Dialect } from '../../exchange/dialect.js';
import { ExchangeService } from '../../exchange/exchange.service.js';
import { readOpenAiBody } from '../openai-body.js';
import { toChatCompletion } from './chat.answer.js';
import { toAsk } from './chat.ask.js';
import { type ChatBody, chatBody } from './chat.schema.js';
import { toChatStream } from './chat.stream.js';

const chatDialect: Dialect<ChatBody> = {
  style: 'openai',
  read: (body) => readOpenAiBody(chatBody, body),
  ask: toAsk,
  answer: toChatCompletion,
  stream: toChatStream,
};

/** OpenAI chat completions, also under the path where OpenRouter has them. */
@Controller()
@UseGuards(CredentialGuard)
export class ChatController {
  constructor(private readonly exchanges: ExchangeService) {}

  @Post(['v1/chat/completions', 'api/v1/chat/completions'])
  complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchanges.serve(chatDialect, request, reply);
  }
}
