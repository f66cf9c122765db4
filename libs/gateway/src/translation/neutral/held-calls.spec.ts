import { describe, expect, it } from '@jest/globals';
import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { HeldCalls } from './held-calls.js';

type Part = LanguageModelV4StreamPart;

const begun = (id: string, toolName: string): Part[] => [
  { type: 'tool-input-start', id, toolName },
  { type: 'tool-input-delta', id, delta: '{}' },
  { type: 'tool-input-end', id },
];
const call = (toolCallId: string, toolName: string, providerExecuted?: boolean): Part => ({
  type: 'tool-call',
  toolCallId,
  toolName,
  input: '{}',
  ...(providerExecuted && { providerExecuted }),
});
const said: Part = { type: 'text-delta', id: 't', delta: 'Hi' };
const end: Part = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 1, text: 1, reasoning: undefined },
  },
};

const passed = (parts: readonly Part[]) => {
  const calls = new HeldCalls(new Set(['weather']));
  return parts.map((part) => calls.take(part));
};

describe('Calls of tools', () => {
  it('of the client pass as they come', () => {
    const parts = [...begun('1', 'weather'), call('1', 'weather'), end];
    expect(passed(parts)).toEqual(parts.map((part) => [part]));
  });

  it('that the provider runs are told by their whole, while other parts pass', () => {
    const parts = [...begun('1', 'web_search'), said, call('1', 'web_search', true), end];
    expect(passed(parts).flat()).toEqual([said, call('1', 'web_search', true), end]);
  });

  it('that the provider says at once to run pass as they come', () => {
    const start: Part = { type: 'tool-input-start', id: '1', toolName: 'web_search', providerExecuted: true };
    expect(passed([start]).flat()).toEqual([start]);
  });

  it('that nobody offered wait for their whole, or for the end', () => {
    const [whole, cut] = [begun('1', 'wether'), begun('2', 'wether')];
    expect(passed([...whole, ...cut, call('1', 'wether'), end]).filter((parts) => parts.length > 0)).toEqual([
      [...whole, call('1', 'wether')],
      [...cut, end],
    ]);
  });
});
