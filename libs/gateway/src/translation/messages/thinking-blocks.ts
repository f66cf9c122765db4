import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { Seal } from '../neutral/hints.js';
import { isSigned, mergedSeal, sealOf } from '../neutral/seal-of.js';
import { sealedText } from '../neutral/sealed-text.js';
import type { BlockSequence } from './block-sequence.js';
import type { MessageEvent } from './message-event.js';

/** Thoughts as `thinking` blocks; those that only their provider can read as `redacted_thinking`. */
export class ThinkingBlocks {
  private seal: Seal | undefined;

  constructor(private readonly blocks: BlockSequence) {}

  start(metadata: SharedV4ProviderMetadata | undefined): void {
    this.seal = sealOf(metadata);
  }

  delta(thinking: string, metadata: SharedV4ProviderMetadata | undefined): MessageEvent[] {
    this.seal = mergedSeal(this.seal, sealOf(metadata));
    if (thinking === '') return [];
    return [...this.opened(), ...this.blocks.delta({ type: 'thinking_delta', thinking })];
  }

  end(metadata: SharedV4ProviderMetadata | undefined): MessageEvent[] {
    const seal = mergedSeal(this.seal, sealOf(metadata));
    this.seal = undefined;
    if (!this.blocks.isOpen && seal && isHidden(seal)) return this.blocks.whole(redacted(seal));
    if (!this.blocks.isOpen && !isSigned(seal)) return [];
    const opened = this.opened();
    const signed = seal ? this.signed(signatureOf(seal)) : [];
    return [...opened, ...signed, ...this.blocks.stop()];
  }

  private opened(): MessageEvent[] {
    if (this.blocks.isOpen) return [];
    return this.blocks.start({ type: 'thinking', thinking: '', signature: '' });
  }

  private signed(signature: string): MessageEvent[] {
    return this.blocks.delta({ type: 'signature_delta', signature });
  }
}

/** There is no text to be signed, and no place for what is there but in a block of data. */
function isHidden({ encrypted }: Seal): boolean {
  return encrypted !== undefined;
}

function redacted(seal: Seal): { type: 'redacted_thinking'; data: string } {
  const data = seal.by === 'anthropic' && seal.encrypted ? seal.encrypted : sealedText({ seal });
  return { type: 'redacted_thinking', data };
}

function signatureOf(seal: Seal): string {
  return seal.by === 'anthropic' && seal.signature ? seal.signature : sealedText({ seal });
}
