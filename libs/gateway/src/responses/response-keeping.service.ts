import { Inject, Injectable } from '@nestjs/common';
import { Database, LOGGER, type Logger } from '@onegate/platform';
import { ConversationItems } from '../conversations/conversation-items.service.js';
import { textAt } from '../protocols/fields.js';
import type { JsonObject } from '../translation/wire.js';
import { storedItem, type StoredItem } from './items.js';
import type { ResponseContext } from './response-context.service.js';
import { ResponseEvents } from './response-events.service.js';
import type { RecordedResponse } from './response-recording.js';
import { outputOf, ResponseStore } from './response-store.service.js';
import type { StateOwner } from './state-owner.js';
import { statusOf } from './whole-response.js';

/** Puts a response where its account finds it again. */
@Injectable()
export class ResponseKeeping {
  constructor(
    private readonly database: Database,
    private readonly store: ResponseStore,
    private readonly events: ResponseEvents,
    private readonly conversations: ConversationItems,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** An answer that cannot be stored is still an answer. */
  async keep(owner: StateOwner, made: MadeResponse, recorded: RecordedResponse): Promise<void> {
    const responseId = textAt(recorded.response, 'id');
    if (responseId === null) return;
    try {
      const input = made.context.said.map(storedItem);
      await this.database.transaction(async () => {
        if (made.isStored) await this.addRow(owner, { ...made, ...recorded, responseId, input });
        await this.continue(owner, made.context, recorded.response, input);
      });
    } catch (err) {
      this.log.error({ err, responseId }, 'A response could not be stored');
    }
  }

  /** What was said and answered becomes part of the conversation; an answer that failed does not. */
  async continue(
    owner: StateOwner,
    { conversationId }: ResponseContext,
    response: JsonObject,
    input: readonly StoredItem[],
  ): Promise<void> {
    const status = statusOf(response);
    if (conversationId === null || (status !== 'completed' && status !== 'incomplete')) return;
    await this.conversations.append(owner, conversationId, [...input, ...outputOf(response)]);
  }

  private async addRow(owner: StateOwner, added: AddedResponse): Promise<void> {
    const { context, responseId, response, input, events } = added;
    const rowId = await this.store.add(owner, {
      responseId,
      previousResponseId: context.previousResponseId,
      status: statusOf(response),
      isBackground: false,
      leaseUntil: null,
      input,
      response,
    });
    if (rowId !== null) await this.events.append(rowId, 0, events);
  }
}

export interface MadeResponse {
  readonly context: ResponseContext;
  readonly isStored: boolean;
}

interface AddedResponse extends MadeResponse, RecordedResponse {
  readonly responseId: string;
  readonly input: readonly StoredItem[];
}
