import { Injectable } from '@nestjs/common';
import { Clock, Database, SecretBox, sealedColumn } from '@onegate/platform';
import { storedItem, type StoredItem } from '../responses/items.js';
import { itemUnknown } from '../responses/state.errors.js';
import type { StateOwner } from '../responses/state-owner.js';
import type { ItemPage, PageAsk } from '../responses/item-page.js';
import type { JsonObject } from '../translation/wire.js';
import { ConversationItem } from './conversation-item.entity.js';
import type { Conversation } from './conversation.entity.js';
import { Conversations } from './conversations.service.js';

/** What was said in a conversation, in its order. */
@Injectable()
export class ConversationItems {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly conversations: Conversations,
  ) {}

  async all(owner: StateOwner, id: string): Promise<StoredItem[]> {
    const conversation = await this.conversations.find(owner, id);
    const rows = await this.database
      .of(ConversationItem)
      .find({ where: { conversationId: conversation.id }, order: { id: 'ASC' } });
    return rows.map((row) => this.opened(row));
  }

  /** Adds items behind the others; one that is there already stays where it is. */
  async append(owner: StateOwner, id: string, items: readonly JsonObject[]): Promise<StoredItem[]> {
    const stored = items.map(storedItem);
    if (stored.length === 0) return stored;
    await this.database.transaction(async () => {
      const conversation = await this.conversations.find(owner, id);
      await this.conversations.extend(conversation);
      await this.insert(conversation, stored);
    });
    return stored;
  }

  async page(owner: StateOwner, id: string, { after, limit, order }: PageAsk): Promise<ItemPage> {
    const conversation = await this.conversations.find(owner, id);
    const from = after === undefined ? null : await this.row(conversation, after);
    const rows = await this.database
      .of(ConversationItem)
      .createQueryBuilder('i')
      .where('i.conversationId = :id', { id: conversation.id })
      .andWhere(from === null ? 'true' : `i.id ${order === 'asc' ? '>' : '<'} :from`, { from: from?.id })
      .orderBy('i.id', order === 'asc' ? 'ASC' : 'DESC')
      .limit(limit + 1)
      .getMany();
    const items = rows.slice(0, limit).map((row) => this.opened(row));
    return { items, hasMore: rows.length > limit };
  }

  async get(owner: StateOwner, id: string, itemId: string): Promise<StoredItem> {
    const conversation = await this.conversations.find(owner, id);
    return this.opened(await this.row(conversation, itemId));
  }

  async delete(owner: StateOwner, id: string, itemId: string): Promise<void> {
    const conversation = await this.conversations.find(owner, id);
    const row = await this.row(conversation, itemId);
    await this.database.of(ConversationItem).delete({ id: row.id });
  }

  /** An item of any conversation of the account. */
  async withItem(owner: StateOwner, itemId: string): Promise<StoredItem | null> {
    const rows = await this.database.query<{ conversation_id: string; sealed_item: string }>(
      `select i.conversation_id, i.sealed_item from conversation_items i
       join conversations c on c.id = i.conversation_id and c.account = $1 and c.expires_at > $3
       where i.item_id = $2 order by i.id desc limit 1`,
      [owner.account, itemId, this.clock.now()],
    );
    const [row] = rows;
    if (!row) return null;
    return this.opened({ conversationId: Number(row.conversation_id), itemId, sealedItem: row.sealed_item });
  }

  private async insert({ id }: Conversation, items: readonly StoredItem[]): Promise<void> {
    const createdAt = this.clock.now();
    const rows = items.map((item) => ({
      conversationId: id,
      itemId: item.id,
      sealedItem: this.box.seal(contextOf(id, item.id), JSON.stringify(item)),
      createdAt,
    }));
    await this.database.of(ConversationItem).createQueryBuilder().insert().values(rows).orIgnore().execute();
  }

  private async row({ id }: Conversation, itemId: string): Promise<ConversationItem> {
    const row = await this.database.of(ConversationItem).findOneBy({ conversationId: id, itemId });
    if (!row) throw itemUnknown({ id: itemId });
    return row;
  }

  private opened({
    conversationId,
    itemId,
    sealedItem,
  }: Pick<ConversationItem, 'conversationId' | 'itemId' | 'sealedItem'>): StoredItem {
    return JSON.parse(this.box.open(contextOf(conversationId, itemId), sealedItem)) as StoredItem;
  }
}

function contextOf(conversationId: number, itemId: string): string {
  return `conversations/${conversationId}/${itemId}`;
}

export const sealedItem = sealedColumn(ConversationItem, 'sealedItem', ({ conversationId, itemId }) =>
  contextOf(conversationId, itemId),
);
