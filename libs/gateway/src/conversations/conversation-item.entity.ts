import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity, Unique } from 'typeorm';

@Entity('conversation_items')
@Unique('conversation_items_conversation_item', ['conversationId', 'itemId'])
export class ConversationItem {
  /** Items are in the order in which they were added. */
  @IdColumn()
  id!: number;

  @ReferenceColumn('conversation_id')
  conversationId!: number;

  @Column({ name: 'item_id', type: 'text' })
  itemId!: string;

  @Column({ name: 'sealed_item', type: 'text' })
  sealedItem!: string;

  @TimeColumn('created_at')
  createdAt!: Date;
}
