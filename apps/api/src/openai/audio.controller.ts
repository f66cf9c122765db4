import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  audioTranslationsProtocol,
  RepeatableCalls,
  speechProtocol,
  transcriptionsProtocol,
} from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { ReadsBody } from '../files/upload-routes.js';
import { IncomingForms } from '../inference/incoming-form.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';

const speechRequest = z
  .looseObject({ model: z.string().min(1), input: z.string().min(1) })
  .meta({ id: 'SpeechRequest', example: { model: 'gpt-4o-mini', input: 'Good morning', voice: 'alloy' } });

const soundForm = {
  type: 'object',
  required: ['model', 'file'],
  properties: { model: { type: 'string' }, file: { type: 'string', format: 'binary' } },
};

/** Speech and its texts, for models whose providers have them under OpenAI's API. */
@ApiTags(apiTags.openai)
@Controller('v1/audio')
@Requires('inference.use')
export class AudioController {
  constructor(
    private readonly calls: RepeatableCalls,
    private readonly forms: IncomingForms,
  ) {}

  @Post('speech')
  @HttpCode(200)
  @ApiOperation({ summary: 'Read a text aloud' })
  @ApiOkResponse({ description: 'The sound, or its stream of events' })
  async speak(
    @Body({ schema: speechRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: speechProtocol }));
  }

  @Post('transcriptions')
  @HttpCode(200)
  @ReadsBody('form')
  @ApiOperation({ summary: 'Write down what is said' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: soundForm })
  @ApiOkResponse({ description: 'The text, in the format that was asked for' })
  async transcribe(
    @Req() request: FastifyRequest,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = await this.forms.read(call, request);
    sendAnswer(reply, await this.calls.answer({ ...form, protocol: transcriptionsProtocol }));
  }

  @Post('translations')
  @HttpCode(200)
  @ReadsBody('form')
  @ApiOperation({ summary: 'Write down in English what is said' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: soundForm })
  @ApiOkResponse({ description: 'The text, in the format that was asked for' })
  async translate(
    @Req() request: FastifyRequest,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = await this.forms.read(call, request);
    sendAnswer(reply, await this.calls.answer({ ...form, protocol: audioTranslationsProtocol }));
  }
}
