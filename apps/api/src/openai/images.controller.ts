import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { imageEditsProtocol, imagesProtocol, RepeatableCalls } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { ReadsBody } from '../files/upload-routes.js';
import { IncomingForms } from '../inference/incoming-form.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';

const imageRequest = z
  .looseObject({ model: z.string().min(1), prompt: z.string().min(1), n: z.int().min(1).max(100).nullish() })
  .meta({
    id: 'ImageRequest',
    example: { model: 'google/gemini-2.5-flash-image', prompt: 'A lighthouse at dawn' },
  });

const editForm = {
  type: 'object',
  required: ['model', 'image', 'prompt'],
  properties: {
    model: { type: 'string' },
    image: { type: 'string', format: 'binary' },
    mask: { type: 'string', format: 'binary' },
    prompt: { type: 'string' },
  },
};

/** Pictures, for models whose providers draw them under OpenAI's API. */
@ApiTags(apiTags.openai)
@Controller('v1/images')
@Requires('inference.use')
export class ImagesController {
  constructor(
    private readonly calls: RepeatableCalls,
    private readonly forms: IncomingForms,
  ) {}

  @Post('generations')
  @HttpCode(200)
  @ApiOperation({ summary: 'Draw pictures' })
  @ApiOkResponse({ description: 'The pictures, or their stream of events' })
  async draw(
    @Body({ schema: imageRequest }) _body: unknown,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.calls.answer({ ...call, protocol: imagesProtocol }));
  }

  @Post('edits')
  @HttpCode(200)
  @ReadsBody('form')
  @ApiOperation({ summary: 'Change pictures' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: editForm })
  @ApiOkResponse({ description: 'The pictures, or their stream of events' })
  async edit(
    @Req() request: FastifyRequest,
    @Incoming() call: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = await this.forms.read(call, request);
    sendAnswer(reply, await this.calls.answer({ ...form, protocol: imageEditsProtocol }));
  }
}
