import { Injectable } from '@nestjs/common';
import { SecretBox } from '@onegate/platform';
import { textAt } from '../protocols/fields.js';
import type { JsonObject } from '../translation/wire.js';
import { newItemId, typeOf, type StoredItem } from './items.js';
import type { StateOwner } from './state-owner.js';

const mark = 'ogc.';

/** Summaries of conversations, in items that only we can read, and only for the account that they were made for. */
@Injectable()
export class Compactions {
  constructor(private readonly box: SecretBox) {}

  made(owner: StateOwner, summary: string): StoredItem {
    const encrypted_content = mark + this.box.seal(contextOf(owner), summary);
    return { id: newItemId('compaction'), type: 'compaction', encrypted_content };
  }

  /** The items with ours put in words that any model reads. */
  opened(owner: StateOwner, items: readonly JsonObject[]): JsonObject[] {
    return items.map((item) => (isOurCompaction(item) ? this.told(owner, item) : item));
  }

  private told(owner: StateOwner, item: JsonObject): JsonObject {
    const sealed = (textAt(item, 'encrypted_content') ?? '').slice(mark.length);
    const text = `Summary of the conversation so far:\n${this.box.open(contextOf(owner), sealed)}`;
    return { type: 'message', role: 'developer', content: [{ type: 'input_text', text }] };
  }
}

export function isOurCompaction(item: JsonObject): boolean {
  return typeOf(item) === 'compaction' && (textAt(item, 'encrypted_content') ?? '').startsWith(mark);
}

function contextOf({ account }: StateOwner): string {
  return `compaction/${account}`;
}
