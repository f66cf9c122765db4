import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConversationItem } from './conversations/conversation-item.entity.js';
import { ConversationItems } from './conversations/conversation-items.service.js';
import { Conversation } from './conversations/conversation.entity.js';
import { Conversations } from './conversations/conversations.service.js';
import { Compactions } from './responses/compactions.js';
import { ResponseContexts } from './responses/response-context.service.js';
import { ResponseEvents } from './responses/response-events.service.js';
import { ResponseKeeping } from './responses/response-keeping.service.js';
import { ResponseReplay } from './responses/response-replay.service.js';
import { ResponseStore } from './responses/response-store.service.js';
import { StateRetention } from './responses/state-retention.service.js';
import { StoredResponseEvents } from './responses/stored-response-events.entity.js';
import { StoredResponse } from './responses/stored-response.entity.js';

const services = [
  Compactions,
  ConversationItems,
  Conversations,
  ResponseContexts,
  ResponseEvents,
  ResponseKeeping,
  ResponseReplay,
  ResponseStore,
  StateRetention,
];

/** What is remembered of calls; without the calls themselves, so that the worker can look after it. */
@Module({
  imports: [TypeOrmModule.forFeature([Conversation, ConversationItem, StoredResponse, StoredResponseEvents])],
  providers: services,
  exports: services,
})
export class StateModule {}
