import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  CONFIGURATION,
  Database,
  newId,
  SecretBox,
  type Configuration,
  sealedColumn,
} from '@onegate/platform';
import { conversationUnknown } from '../responses/state.errors.js';
import type { StateOwner } from '../responses/state-owner.js';
import type { JsonObject } from '../translation/wire.js';
import { Conversation } from './conversation.entity.js';

const day = 24 * 3_600_000;

/** A conversation as the API shows it. */
export interface ConversationView {
  readonly id: string;
  readonly object: 'conversation';
  readonly created_at: number;
  readonly metadata: JsonObject;
}

/** The conversations of an account, and of nobody else's. */
@Injectable()
export class Conversations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async create(owner: StateOwner, metadata: JsonObject): Promise<ConversationView> {
    const publicId = newId('conv');
    const now = this.clock.now();
    const made = await this.database.of(Conversation).save({
      ...owner,
      publicId,
      sealedMetadata: this.sealed(publicId, metadata),
      createdAt: now,
      expiresAt: this.expiry(now),
    });
    return this.toView(made);
  }

  async show(owner: StateOwner, id: string): Promise<ConversationView> {
    return this.toView(await this.find(owner, id));
  }

  async update(owner: StateOwner, id: string, metadata: JsonObject): Promise<ConversationView> {
    const found = await this.find(owner, id);
    const sealedMetadata = this.sealed(id, metadata);
    const expiresAt = this.expiry(this.clock.now());
    await this.database.of(Conversation).update({ id: found.id }, { sealedMetadata, expiresAt });
    return this.toView({ ...found, sealedMetadata });
  }

  async delete(owner: StateOwner, id: string): Promise<void> {
    const found = await this.find(owner, id);
    await this.database.of(Conversation).delete({ id: found.id });
  }

  async find(owner: StateOwner, id: string): Promise<Conversation> {
    const found = await this.database.of(Conversation).findOneBy({ account: owner.account, publicId: id });
    if (!found || found.expiresAt <= this.clock.now()) throw conversationUnknown({ id });
    return found;
  }

  /** Whoever adds to it keeps it for longer, and others wait until he has. */
  async extend({ id }: Conversation): Promise<void> {
    await this.database.of(Conversation).update({ id }, { expiresAt: this.expiry(this.clock.now()) });
  }

  private toView({ publicId, createdAt, sealedMetadata }: Conversation): ConversationView {
    return {
      id: publicId,
      object: 'conversation',
      created_at: Math.floor(createdAt.getTime() / 1_000),
      metadata: JSON.parse(this.box.open(contextOf(publicId), sealedMetadata)) as JsonObject,
    };
  }

  private sealed(publicId: string, metadata: JsonObject): string {
    return this.box.seal(contextOf(publicId), JSON.stringify(metadata));
  }

  private expiry(now: Date): Date {
    return new Date(now.getTime() + this.config.retention.conversationDays * day);
  }
}

function contextOf(publicId: string): string {
  return `conversations/${publicId}/metadata`;
}

export const sealedConversation = sealedColumn(Conversation, 'sealedMetadata', ({ publicId }) =>
  contextOf(publicId),
);
