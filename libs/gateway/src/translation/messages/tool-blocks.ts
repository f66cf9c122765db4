import type { LanguageModelV4ToolCall } from '@ai-sdk/provider';
import type { Seal } from '../neutral/hints.js';
import { isSigned, sealOf } from '../neutral/seal-of.js';
import { sealedText } from '../neutral/sealed-text.js';
import type { BlockSequence } from './block-sequence.js';
import type { MessageEvent } from './message-event.js';
import { blockId } from './tool-ids.js';

/** Calls of the client's own tools. */
export class ToolBlocks {
  private current: string | undefined;
  private written = false;
  /** Whether there was any. */
  called = false;

  constructor(private readonly blocks: BlockSequence) {}

  start(id: string, name: string): MessageEvent[] {
    this.current = id;
    this.written = false;
    this.called = true;
    const block = { type: 'tool_use', id: blockId(id), name, input: {}, caller: { type: 'direct' } };
    return this.blocks.start(block);
  }

  delta(partial_json: string): MessageEvent[] {
    if (partial_json === '' || !this.blocks.isOpen) return [];
    this.written = true;
    return this.blocks.delta({ type: 'input_json_delta', partial_json });
  }

  call({ toolCallId, toolName, input, providerMetadata }: LanguageModelV4ToolCall): MessageEvent[] {
    const started = this.current === toolCallId ? [] : this.start(toolCallId, toolName);
    const rest = this.written || isEmpty(input) ? [] : this.delta(input);
    return [
      ...started,
      ...rest,
      ...this.end(),
      ...sealNote(this.blocks, sealOf(providerMetadata), toolCallId),
    ];
  }

  end(): MessageEvent[] {
    this.current = undefined;
    return this.blocks.stop();
  }
}

/** Tool calls and text have no place for a signature, so it stands in a block of its own behind them. */
export function sealNote(blocks: BlockSequence, seal: Seal | undefined, of: string): MessageEvent[] {
  if (!isSigned(seal)) return [];
  return blocks.whole({ type: 'redacted_thinking', data: sealedText({ seal, of }) });
}

function isEmpty(input: string): boolean {
  const text = input.trim();
  return text === '' || text === '{}';
}
