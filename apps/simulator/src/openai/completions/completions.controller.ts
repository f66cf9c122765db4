import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CredentialGuard } from '../../exchange/credential.js';
import type { Dialect } from '../../exchange/dialect.js';
import { ExchangeService } from '../../exchange/exchange.service.js';
import { toAsk } from '../chat/chat.ask.js';
import { readOpenAiBody } from '../openai-body.js';
import { toTextCompletion, toTextStream } from './completions.answer.js';
import { type CompletionsBody, completionsBody } from './completions.schema.js';

const completionsDialect: Dialect<CompletionsBody> = {
  style: 'openai',
  read: (body) => readOpenAiBody(completionsBody, body),
  ask: ({ model, prompt, max_tokens, n, seed, stop }) => {
    const messages = [prompt].flat().map((content) => ({ role: 'user' as const, content }));
    return toAsk({ model, messages, max_tokens, n, seed, stop });
  },
  answer: toTextCompletion,
  stream: toTextStream,
};

/** OpenAI's legacy completions. */
@Controller()
@UseGuards(CredentialGuard)
export class CompletionsController {
  constructor(private readonly exchanges: ExchangeService) {}

  @Post('v1/completions')
  complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchanges.serve(completionsDialect, request, reply);
  }
}
