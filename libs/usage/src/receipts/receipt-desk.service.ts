import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import type { Principal } from '@onegate/auth';
import { Generations } from '../history/generations.service.js';
import { ReceiptKeys } from './receipt-keys.service.js';
import type { ReceiptKey } from './receipt-key.entity.js';
import { isSignedBy, readReceipt, receiptFor, type ReceiptedEvent, type ReceiptFacts } from './receipt.js';
import { receiptsNotReady } from './receipt.errors.js';

/** What became of the proof of a receipt. */
export type ReceiptProof =
  | { readonly isValid: true; readonly keyId: string; readonly facts: ReceiptFacts }
  | { readonly isValid: false; readonly reason: 'malformed' | 'key_unknown' | 'signature_wrong' };

/** Gives out receipts for calls, and proves those that somebody brings. */
@Injectable()
export class ReceiptDesk {
  constructor(
    private readonly database: Database,
    private readonly keys: ReceiptKeys,
    private readonly generations: Generations,
    private readonly audit: AuditLog,
  ) {}

  /** `null` before the first key is there. */
  async receiptFor(event: ReceiptedEvent): Promise<string | null> {
    const { signing } = this.keys;
    return signing && receiptFor(event, signing);
  }

  /** The same as came with the answer, by the id of the event or of the answer, for those who may see the call. */
  async read(who: Principal, id: string): Promise<{ receipt: string; eventId: string }> {
    const event = await this.generations.find(who, id);
    const receipt = await this.receiptFor({
      ...event,
      chargedNano: String(event.chargedNano),
      settledAt: event.settledAt.getTime(),
    });
    if (receipt === null) throw receiptsNotReady();
    return { receipt, eventId: event.id };
  }

  async prove(text: string): Promise<ReceiptProof> {
    const receipt = readReceipt(text.trim());
    if (!receipt) return { isValid: false, reason: 'malformed' };
    const key = await this.keys.publicKey(receipt.keyId);
    if (!key) return { isValid: false, reason: 'key_unknown' };
    if (!isSignedBy(receipt, key)) return { isValid: false, reason: 'signature_wrong' };
    return { isValid: true, keyId: receipt.keyId, facts: receipt.facts };
  }

  /** A new key signs from now on; receipts of the old ones still count. */
  rotate(actor: Actor): Promise<ReceiptKey> {
    return this.database.transaction(async () => {
      const key = await this.keys.add();
      await this.audit.record(actor, {
        action: 'receipt_key.rotated',
        target: { kind: 'receipt_key', id: key.keyId },
      });
      return key;
    });
  }
}
