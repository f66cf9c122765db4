import { Controller, Headers, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { filePurposes, FileUploads, type StoredFile } from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { apiTags } from '../docs/api-tags.js';
import { anthropicFileView, toAnthropicFile } from '../files/anthropic-file.view.js';
import { Arriving, bodyOf } from '../files/arriving.js';
import { openAiFileView, toOpenAiFile } from '../files/openai-file.view.js';
import { readUploadForm } from '../files/upload-form.reader.js';
import { ReadsBody } from '../files/upload-routes.js';

const formOfUpload = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary' },
    purpose: { type: 'string', enum: [...filePurposes], default: 'user_data' },
    'expires_after[anchor]': { type: 'string', enum: ['created_at'] },
    'expires_after[seconds]': { type: 'integer', minimum: 3600, maximum: 2_592_000 },
    expires_in_seconds: { type: 'integer', minimum: 3600, maximum: 7_776_000 },
  },
};

/** Where files come in. Their bytes go from the connection to the storage as they arrive. */
@ApiTags(apiTags.openai, apiTags.anthropic)
@Controller('v1/files')
@Requires('inference.use')
export class FileUploadsController {
  constructor(
    private readonly uploads: FileUploads,
    private readonly arriving: Arriving,
  ) {}

  @Post()
  @HttpCode(200)
  @ReadsBody('form')
  @ApiOperation({ summary: 'Upload a file as a form', description: 'The parts may come in any order.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: formOfUpload })
  @ApiResponse({ status: 200, standardSchema: openAiFileView.or(anthropicFileView) })
  @ApiResponse({ status: 413, description: 'The file is too large' })
  @ApiResponse({ status: 415, description: 'Not a form, or a type of file that is not accepted' })
  async create(
    @Who() who: Principal,
    @Headers('anthropic-version') anthropic: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    this.arriving.expect(request, reply);
    return viewOf(await this.uploads.upload(who, (take) => readUploadForm(request, take)), anthropic);
  }

  @Put('*')
  @ReadsBody('any')
  @ApiOperation({
    summary: 'Upload a file by streaming it',
    description:
      'The body is the file, and the path its name. What was at the path is replaced under the same id.',
  })
  @ApiParam({ name: 'path', description: 'The path, with slashes', example: 'reports/2026/march.pdf' })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 200, standardSchema: openAiFileView.or(anthropicFileView), description: 'Replaced' })
  @ApiResponse({ status: 201, standardSchema: openAiFileView.or(anthropicFileView), description: 'New' })
  @ApiResponse({ status: 413, description: 'The file is too large' })
  async put(
    @Who() who: Principal,
    @Headers('anthropic-version') anthropic: string | undefined,
    @Req() request: FastifyRequest<{ Params: { '*'?: string } }>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    this.arriving.expect(request, reply);
    const { raw, params } = request;
    const arriving = { content: bodyOf(raw), mimeType: raw.headers['content-type'] };
    const { file, isNew } = await this.uploads.put(who, params['*'] ?? '', arriving);
    void reply.status(isNew ? 201 : 200);
    return viewOf(file, anthropic);
  }
}

function viewOf(file: StoredFile, anthropic: string | undefined): object {
  return anthropic === undefined ? toOpenAiFile(file) : toAnthropicFile(file);
}
