import { Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  BackgroundResponses,
  stateOwnerOf,
  pageAsk,
  pageOf,
  ResponseReplay,
  ResponseStore,
  toItemList,
  type PageAsk,
} from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import type { FastifyReply } from 'fastify';
import { apiTags } from '../docs/api-tags.js';
import { Incoming, sendAnswer, type IncomingCall } from '../inference/inference-request.js';
import { retrieval, type Retrieval } from './response.schema.js';

/** Responses that were stored, for the account that made them. */
@ApiTags(apiTags.openai)
@Controller('v1/responses/:id')
@Requires('inference.use')
@ApiResponse({ status: 404, description: 'No such response of this account' })
export class StoredResponsesController {
  constructor(
    private readonly store: ResponseStore,
    private readonly replay: ResponseReplay,
    private readonly background: BackgroundResponses,
  ) {}

  @Get()
  @ApiOperation({ summary: 'A stored response, or its events once more' })
  @ApiOkResponse({ description: 'The response, or its stream of events' })
  async show(
    @Param('id') id: string,
    @Query({ schema: retrieval }) ask: Retrieval,
    @Incoming() { principal, gone }: IncomingCall,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const owner = stateOwnerOf(principal);
    if (!ask.stream) return void reply.send((await this.store.get(owner, id)).response);
    sendAnswer(reply, await this.replay.stream(owner, id, { startingAfter: ask.starting_after ?? -1, gone }));
  }

  @Delete()
  @ApiOperation({ summary: 'Delete a stored response' })
  @ApiOkResponse({ description: 'It is gone' })
  async delete(@Who() who: Principal, @Param('id') id: string): Promise<object> {
    await this.store.delete(stateOwnerOf(who), id);
    return { id, object: 'response', deleted: true };
  }

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop a response in the background' })
  @ApiOkResponse({ description: 'The response as it stands' })
  cancel(@Who() who: Principal, @Param('id') id: string): Promise<object> {
    return this.background.cancel(stateOwnerOf(who), id);
  }

  @Get('input_items')
  @ApiOperation({ summary: 'What a response was asked' })
  @ApiOkResponse({ description: 'The items of its input' })
  async inputItems(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: pageAsk }) ask: PageAsk,
  ): Promise<object> {
    const { input } = await this.store.get(stateOwnerOf(who), id);
    return toItemList(pageOf(input, ask));
  }
}
