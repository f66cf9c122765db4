import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { describe, expect, it } from '@jest/globals';
import { SerialParts } from './serial-parts.js';

type Part = LanguageModelV4StreamPart;

const finish: Part = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: undefined },
  usage: {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  },
};

function ordered(...parts: Part[]): string[] {
  const order = new SerialParts();
  return [...parts, finish].flatMap((part) => order.take(part)).map(nameOf);
}

function nameOf(part: Part): string {
  if (part.type === 'tool-call') return `call ${part.toolCallId}`;
  return 'id' in part ? `${part.type} ${part.id}` : part.type;
}

describe('Parts that overlap', () => {
  it('leave text where a call begins, and go on with it afterwards', () => {
    const parts = ordered(
      { type: 'text-start', id: 't' },
      { type: 'text-delta', id: 't', delta: 'a' },
      { type: 'tool-call', toolCallId: 'c', toolName: 'f', input: '' },
      { type: 'text-delta', id: 't', delta: 'b' },
      { type: 'text-end', id: 't' },
    );
    expect(parts).toEqual([
      'text-start t',
      'text-delta t',
      'text-end t',
      'call c',
      'text-start t',
      'text-delta t',
      'text-end t',
      'finish',
    ]);
  });

  it('wait for a thought to end', () => {
    const parts = ordered(
      { type: 'reasoning-start', id: 'r' },
      { type: 'text-start', id: 't' },
      { type: 'reasoning-delta', id: 'r', delta: 'hm' },
      { type: 'text-delta', id: 't', delta: 'a' },
      { type: 'reasoning-end', id: 'r' },
    );
    expect(parts).toEqual([
      'reasoning-start r',
      'reasoning-delta r',
      'reasoning-end r',
      'text-start t',
      'text-delta t',
      'text-end t',
      'finish',
    ]);
  });

  it('come out at the end, whatever was left open', () => {
    const parts = ordered(
      { type: 'tool-input-start', id: 'a', toolName: 'f' },
      { type: 'tool-input-start', id: 'b', toolName: 'f' },
      { type: 'tool-input-delta', id: 'b', delta: '{}' },
    );
    expect(parts).toEqual([
      'tool-input-start a',
      'tool-input-end a',
      'tool-input-start b',
      'tool-input-delta b',
      'tool-input-end b',
      'finish',
    ]);
  });
});
