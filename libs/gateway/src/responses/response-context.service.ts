import { Injectable } from '@nestjs/common';
import { ConversationItems } from '../conversations/conversation-items.service.js';
import { isObject } from '../json/json-object.js';
import { listAt, textAt } from '../protocols/fields.js';
import type { JsonObject } from '../translation/wire.js';
import { Compactions, isOurCompaction } from './compactions.js';
import { inputItems, toldAgain, typeOf } from './items.js';
import { outputOf, ResponseStore, type KeptResponse } from './response-store.service.js';
import { itemUnknown, responseRunning, twoContexts } from './state.errors.js';
import type { StateOwner } from './state-owner.js';
import type { TurnMemory } from './turn-memory.js';

/** What a request goes on from. */
export interface ResponseContext {
  readonly previousResponseId: string | null;
  readonly conversationId: string | null;
  /** What was said before it. */
  readonly earlier: readonly JsonObject[];
  /** What the request itself says, with what it refers to. */
  readonly said: readonly JsonObject[];
  /** What goes to the provider; `null` where that is just what the client sent. */
  readonly input: readonly JsonObject[] | null;
}

/** Finds what a request only refers to: earlier turns, conversations, items. */
@Injectable()
export class ResponseContexts {
  constructor(
    private readonly responses: ResponseStore,
    private readonly conversations: ConversationItems,
    private readonly compactions: Compactions,
  ) {}

  /** @param memory of the connection that the request came on, where it has one. */
  async of(owner: StateOwner, body: JsonObject, memory?: TurnMemory): Promise<ResponseContext> {
    const previousResponseId = textAt(body, 'previous_response_id');
    const conversationId = conversationIn(body);
    if (previousResponseId !== null && conversationId !== null) throw twoContexts();
    const named = { previousResponseId, conversationId };
    if (previousResponseId === null && conversationId === null && !refersToItems(body))
      return { ...named, earlier: [], said: inputItems(body['input']), input: null };
    const here = previousResponseId === null ? null : memory?.itemsUpTo(previousResponseId);
    const earlier = here ?? (await this.earlier(owner, named));
    const said = await this.resolved(owner, inputItems(body['input']), earlier);
    const input = toldAgain(this.compactions.opened(owner, [...earlier, ...said]));
    return { ...named, earlier, said, input };
  }

  private async earlier(
    owner: StateOwner,
    { previousResponseId, conversationId }: Pick<ResponseContext, 'previousResponseId' | 'conversationId'>,
  ): Promise<JsonObject[]> {
    if (conversationId !== null) return this.conversations.all(owner, conversationId);
    if (previousResponseId === null) return [];
    const turns = await this.responses.turnsTo(owner, previousResponseId);
    const running = turns.find(({ status }) => status === 'queued' || status === 'in_progress');
    if (running) throw responseRunning({ id: running.responseId, status: running.status });
    return turns.flatMap((turn) => itemsOf(turn));
  }

  private resolved(
    owner: StateOwner,
    said: readonly JsonObject[],
    earlier: readonly JsonObject[],
  ): Promise<JsonObject[]> {
    return Promise.all(
      said.map(async (item) => {
        if (typeOf(item) !== 'item_reference') return item;
        const id = textAt(item, 'id') ?? '';
        const found =
          earlier.find((other) => other['id'] === id) ??
          (await this.responses.withItem(owner, id)) ??
          (await this.conversations.withItem(owner, id));
        if (!found) throw itemUnknown({ id });
        return found;
      }),
    );
  }
}

/** A conversation is named by its id, or by an object with it. */
function conversationIn(body: JsonObject): string | null {
  const { conversation } = body;
  return isObject(conversation) ? textAt(conversation, 'id') : textAt(body, 'conversation');
}

function refersToItems(body: JsonObject): boolean {
  return listAt(body, 'input').some(
    (item) => isObject(item) && (typeOf(item) === 'item_reference' || isOurCompaction(item)),
  );
}

function itemsOf({ input, response }: KeptResponse): JsonObject[] {
  return [...input, ...outputOf(response)];
}
