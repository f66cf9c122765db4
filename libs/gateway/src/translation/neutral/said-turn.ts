import type { LanguageModelV4Message, LanguageModelV4ToolCallPart } from '@ai-sdk/provider';
import { hinting, partHints, type Seal } from './hints.js';
import type { SealedNote } from './sealed-text.js';

export type AssistantPart = Extract<LanguageModelV4Message, { role: 'assistant' }>['content'][number];

/** What a model said in one turn, as a client repeats it. */
export class SaidTurn {
  readonly parts: AssistantPart[] = [];

  add(...parts: AssistantPart[]): void {
    this.parts.push(...parts);
  }

  think(text: string, seal: Seal | undefined): void {
    if (text === '' && !seal) return;
    this.add({ type: 'reasoning', text, ...(seal && hinting({ seal })) });
  }

  /** A note goes back to what it was signed for; where that is gone, so is the use of the signature. */
  returnNote({ seal, of }: SealedNote): void {
    const index = this.parts.findLastIndex((part) =>
      of === 'text' ? part.type === 'text' : isCall(part, of),
    );
    const part = this.parts[index];
    if (part) this.parts[index] = { ...part, ...hinting({ ...partHints(part), seal }) };
    else if (of === 'text') this.add({ type: 'text', text: '', ...hinting({ seal }) });
  }
}

function isCall(part: AssistantPart, id: string | undefined): part is LanguageModelV4ToolCallPart {
  return part.type === 'tool-call' && part.toolCallId === id;
}
