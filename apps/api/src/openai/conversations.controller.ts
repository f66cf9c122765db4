import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  ConversationItems,
  Conversations,
  stateOwnerOf,
  pageAsk,
  toItemList,
  type PageAsk,
} from '@onegate/gateway';
import { Requires } from '@onegate/platform';
import { apiTags } from '../docs/api-tags.js';
import {
  conversationChange,
  newConversation,
  newItems,
  type ConversationChange,
  type NewConversation,
  type NewItems,
} from './response.schema.js';

/** Conversations, for the account that made them. */
@ApiTags(apiTags.openai)
@Controller('v1/conversations')
@Requires('inference.use')
@ApiResponse({ status: 404, description: 'No such conversation of this account' })
export class ConversationsController {
  constructor(
    private readonly conversations: Conversations,
    private readonly items: ConversationItems,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Create a conversation' })
  @ApiOkResponse({ description: 'The conversation' })
  async create(
    @Who() who: Principal,
    @Body({ schema: newConversation }) { items, metadata }: NewConversation,
  ): Promise<object> {
    const owner = stateOwnerOf(who);
    const made = await this.conversations.create(owner, metadata ?? {});
    await this.items.append(owner, made.id, items ?? []);
    return made;
  }

  @Get(':id')
  @ApiOperation({ summary: 'A conversation' })
  @ApiOkResponse({ description: 'The conversation' })
  show(@Who() who: Principal, @Param('id') id: string): Promise<object> {
    return this.conversations.show(stateOwnerOf(who), id);
  }

  @Post(':id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Change the metadata of a conversation' })
  @ApiOkResponse({ description: 'The conversation' })
  update(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: conversationChange }) { metadata }: ConversationChange,
  ): Promise<object> {
    return this.conversations.update(stateOwnerOf(who), id, metadata ?? {});
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete a conversation with its items' })
  @ApiOkResponse({ description: 'It is gone' })
  async delete(@Who() who: Principal, @Param('id') id: string): Promise<object> {
    await this.conversations.delete(stateOwnerOf(who), id);
    return { id, object: 'conversation.deleted', deleted: true };
  }

  @Post(':id/items')
  @HttpCode(200)
  @ApiOperation({ summary: 'Add items to a conversation' })
  @ApiOkResponse({ description: 'The items that were added' })
  async add(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: newItems }) { items }: NewItems,
  ): Promise<object> {
    return toItemList({ items: await this.items.append(stateOwnerOf(who), id, items), hasMore: false });
  }

  @Get(':id/items')
  @ApiOperation({ summary: 'The items of a conversation' })
  @ApiOkResponse({ description: 'A page of them' })
  async list(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: pageAsk }) ask: PageAsk,
  ): Promise<object> {
    return toItemList(await this.items.page(stateOwnerOf(who), id, ask));
  }

  @Get(':id/items/:itemId')
  @ApiOperation({ summary: 'An item of a conversation' })
  @ApiOkResponse({ description: 'The item' })
  item(@Who() who: Principal, @Param('id') id: string, @Param('itemId') itemId: string): Promise<object> {
    return this.items.get(stateOwnerOf(who), id, itemId);
  }

  @Delete(':id/items/:itemId')
  @ApiOperation({ summary: 'Delete an item of a conversation' })
  @ApiOkResponse({ description: 'The conversation' })
  async deleteItem(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('itemId') itemId: string,
  ): Promise<object> {
    await this.items.delete(stateOwnerOf(who), id, itemId);
    return this.conversations.show(stateOwnerOf(who), id);
  }
}
