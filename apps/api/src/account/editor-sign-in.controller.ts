import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { apiTags } from '../docs/api-tags.js';
import { showEditorSignIn } from './editor-sign-in.routes.js';

@ApiTags(apiTags.account)
@Controller('api/v1/auth/authorize')
@Public()
export class EditorSignInController {
  @Get()
  @ApiOperation({
    summary: 'The page on which the owner of an editor signs in',
    description: 'Opened in a browser. A code for `POST /api/v1/auth/token` goes to the callback address.',
  })
  @ApiQuery({ name: 'callback_url', example: 'http://127.0.0.1:48801/auth' })
  @ApiQuery({ name: 'state', required: false })
  @ApiQuery({ name: 'code_challenge', required: false, description: 'PKCE, S256' })
  @ApiProduces('text/html')
  @ApiResponse({ status: 200, description: 'The page' })
  @ApiResponse({ status: 400, description: 'The callback address is not on the own computer' })
  show(@Query() query: unknown, @Res() reply: FastifyReply): void {
    void showEditorSignIn(query, reply);
  }
}
