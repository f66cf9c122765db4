import { Controller, Delete, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  anthropicFileListQuery,
  fileAccountOf,
  fileListQuery,
  Files,
  toAnthropicSearch,
  type AnthropicFileListQuery,
  type FileListQuery,
} from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { apiTags } from '../docs/api-tags.js';
import {
  anthropicFileDeleted,
  anthropicFileList,
  anthropicFileView,
  toAnthropicFile,
  toAnthropicFileList,
} from '../files/anthropic-file.view.js';
import { rangeOf, sendFile } from '../files/file-download.js';
import {
  openAiFileDeleted,
  openAiFileList,
  openAiFileView,
  toOpenAiFile,
  toOpenAiFileList,
} from '../files/openai-file.view.js';

/** The files of the caller's account; Anthropic's clients, who say which version of the API they speak, get their shape. */
@ApiTags(apiTags.openai, apiTags.anthropic)
@Controller('v1/files')
@Requires('inference.use')
export class FilesController {
  constructor(private readonly files: Files) {}

  @Get()
  @ApiOperation({ summary: 'The files of the account, newest first' })
  @ApiResponse({ status: 200, standardSchema: openAiFileList.or(anthropicFileList) })
  async list(
    @Who() who: Principal,
    @Headers('anthropic-version') anthropic: string | undefined,
    @Query({ schema: fileListQuery }) search: FileListQuery,
    @Query({ schema: anthropicFileListQuery }) anthropicSearch: AnthropicFileListQuery,
  ): Promise<object> {
    const account = fileAccountOf(who);
    if (anthropic === undefined) return toOpenAiFileList(await this.files.list(account, search));
    return toAnthropicFileList(await this.files.list(account, toAnthropicSearch(anthropicSearch)));
  }

  @Get(':id')
  @ApiOperation({ summary: 'What is known of a file' })
  @ApiResponse({ status: 200, standardSchema: openAiFileView.or(anthropicFileView) })
  @ApiResponse({ status: 404, description: 'No such file' })
  async show(
    @Who() who: Principal,
    @Headers('anthropic-version') anthropic: string | undefined,
    @Param('id') id: string,
  ): Promise<object> {
    const file = await this.files.get(fileAccountOf(who), id);
    return anthropic === undefined ? toOpenAiFile(file) : toAnthropicFile(file);
  }

  @Get(':id/content')
  @ApiOperation({ summary: 'The content of a file, or a range of it' })
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, description: 'The bytes as they were uploaded, under their type' })
  @ApiResponse({ status: 206, description: 'The range that was asked for' })
  @ApiResponse({ status: 404, description: 'No such file' })
  @ApiResponse({ status: 416, description: 'The range begins behind the end' })
  async content(
    @Who() who: Principal,
    @Headers() headers: Record<string, string>,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendFile(reply, await this.files.open(fileAccountOf(who), id, (file) => rangeOf(headers, file)));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete a file and its content' })
  @ApiResponse({ status: 200, standardSchema: openAiFileDeleted.or(anthropicFileDeleted) })
  @ApiResponse({ status: 404, description: 'No such file' })
  async remove(
    @Who() who: Principal,
    @Headers('anthropic-version') anthropic: string | undefined,
    @Param('id') id: string,
  ): Promise<object> {
    await this.files.remove(fileAccountOf(who), id);
    return anthropic === undefined ? { id, object: 'file', deleted: true } : { id, type: 'file_deleted' };
  }
}
