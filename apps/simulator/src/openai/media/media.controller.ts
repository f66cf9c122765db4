import { Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CredentialGuard } from '../../exchange/credential.js';
import { RequestJournal } from '../../journal/request-journal.js';
import { readOpenAiBody } from '../openai-body.js';
import { formFields } from './form-fields.js';
import { toJudgements, toPictures, toRanking, toSound, toTranscript } from './media.answers.js';

const text = z.string().min(1);
const drawing = z.looseObject({ model: text, prompt: text, n: z.coerce.number().int().default(1) });
const editing = drawing.extend({ image: z.number() });
const speaking = z.looseObject({ model: text, input: text });
const hearing = z.looseObject({ model: text, file: z.number(), response_format: z.string().optional() });
const judging = z.looseObject({ model: text, input: z.union([text, z.array(text)]) });
const ranking = z.looseObject({
  model: text,
  query: text,
  documents: z.array(text).min(1),
  top_n: z.number().int().optional(),
});

/** Pictures, sound, judgements and rankings, as OpenAI and Cohere have them. */
@Controller('v1')
@UseGuards(CredentialGuard)
export class MediaController {
  constructor(private readonly journal: RequestJournal) {}

  @Post('images/generations')
  @HttpCode(200)
  draw(@Req() request: FastifyRequest): object {
    const { model, prompt, n } = this.read(drawing, request);
    return toPictures(model, prompt, n);
  }

  @Post('images/edits')
  @HttpCode(200)
  edit(@Req() request: FastifyRequest): object {
    const { model, prompt, n } = this.read(editing, request);
    return toPictures(model, prompt, n, 1);
  }

  @Post('audio/speech')
  speak(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { input } = this.read(speaking, request);
    void reply.status(200).type('audio/wav').send(toSound(input));
  }

  @Post(['audio/transcriptions', 'audio/translations'])
  hear(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { model, file, response_format: format = 'json' } = this.read(hearing, request);
    const heard = toTranscript(model, file);
    const isText = format === 'text' || format === 'srt' || format === 'vtt';
    void reply
      .status(200)
      .type(isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8')
      .send(isText ? `${heard.text}\n` : heard);
  }

  @Post('moderations')
  @HttpCode(200)
  judge(@Req() request: FastifyRequest): object {
    const { model, input } = this.read(judging, request);
    return toJudgements(model, [input].flat());
  }

  @Post('rerank')
  @HttpCode(200)
  rank(@Req() request: FastifyRequest): object {
    const { query, documents, top_n: top } = this.read(ranking, request);
    return toRanking(query, documents, top ?? documents.length);
  }

  private read<Body extends { model: string }>(schema: z.ZodType<Body>, request: FastifyRequest): Body {
    const { body: sent } = request;
    const given = Buffer.isBuffer(sent) ? formFields(request.headers['content-type'] ?? '', sent) : sent;
    const body = readOpenAiBody(schema, given);
    this.journal.describe(request.raw, { model: body.model, body: given });
    return body;
  }
}
