import type { LanguageModelV4StreamPart, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messagesWire, responsesWire, type Wire } from '@onegate/gateway';
import { internalFailure } from '@onegate/platform';
import { brokenRulesOfMessages, brokenRulesOfResponses, eventsOf } from './answer-rules.js';

type Part = LanguageModelV4StreamPart;

const words = fc.string({ maxLength: 8 });
const seals = fc.option(
  fc.constantFrom<SharedV4ProviderMetadata[]>(
    { anthropic: { signature: 'c2ln' } },
    { anthropic: { redactedData: 'aGlkZGVu' } },
    { google: { thoughtSignature: 'dGhvdWdodA' } },
    { openai: { itemId: 'rs_1', reasoningEncryptedContent: 'ZW5j' } },
  ),
  { nil: undefined },
);

const text = fc
  .record({ deltas: fc.array(words), metadata: seals })
  .map(({ deltas, metadata: providerMetadata }) => (id: string): Part[] => [
    { type: 'text-start', id, providerMetadata },
    ...deltas.map((delta): Part => ({ type: 'text-delta', id, delta })),
    { type: 'text-end', id },
  ]);
const thought = fc
  .record({ deltas: fc.array(words), metadata: seals })
  .map(({ deltas, metadata: providerMetadata }) => (id: string): Part[] => [
    { type: 'reasoning-start', id },
    ...deltas.map((delta): Part => ({ type: 'reasoning-delta', id, delta })),
    { type: 'reasoning-end', id, providerMetadata },
  ]);
const call = fc
  .record({ pieces: fc.array(words, { maxLength: 4 }), metadata: seals, isStreamed: fc.boolean() })
  .map(({ pieces, metadata: providerMetadata, isStreamed }) => (id: string): Part[] => {
    const input = JSON.stringify({ said: pieces.join('') });
    const whole: Part = {
      type: 'tool-call',
      toolCallId: `call_${id}`,
      toolName: 'say',
      input,
      providerMetadata,
    };
    const middle = Math.floor(input.length / 2);
    const streamed: Part[] = [
      { type: 'tool-input-start', id: `call_${id}`, toolName: 'say' },
      { type: 'tool-input-delta', id: `call_${id}`, delta: input.slice(0, middle) },
      { type: 'tool-input-delta', id: `call_${id}`, delta: input.slice(middle) },
      { type: 'tool-input-end', id: `call_${id}` },
    ];
    return isStreamed ? [...streamed, whole] : [whole];
  });
const search = fc.constant((id: string): Part[] => [
  { type: 'tool-input-start', id: `ws${id}`, toolName: 'web_search', providerExecuted: true },
  {
    type: 'tool-call',
    toolCallId: `ws${id}`,
    toolName: 'web_search',
    input: '{"query":"q"}',
    providerExecuted: true,
  },
  {
    type: 'tool-result',
    toolCallId: `ws${id}`,
    toolName: 'web_search',
    result: [{ url: 'https://a.example', title: 'A' }],
  },
]);
const source = fc.constant((id: string): Part[] => [
  { type: 'source', sourceType: 'url', id, url: 'https://b.example' },
]);

/** Pieces of an answer, each in its own order, shuffled into each other as only the worst provider would. */
const shuffled = fc
  .tuple(
    fc.array(fc.oneof(text, thought, call, search, source), { maxLength: 6 }),
    fc.infiniteStream(fc.nat()),
  )
  .map(([pieces, dice]) => {
    const queues = pieces.map((piece, index) => piece(String(index)));
    const parts: Part[] = [];
    for (;;) {
      const left = queues.filter(({ length }) => length > 0);
      const queue = left[(dice.next().value ?? 0) % Math.max(1, left.length)];
      const part = queue?.shift();
      if (!part) return parts;
      parts.push(part);
    }
  });

const finish: Part = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 2, text: 2, reasoning: 0 },
  },
};

describe('Whatever comes in whatever order', () => {
  it('is a message by the book, without a word or a call lost', () => {
    fc.assert(
      fc.property(shuffled, (parts) => {
        const events = eventsOf(written(messagesWire, [...parts, finish]));
        expect(brokenRulesOfMessages(events)).toEqual([]);
        const deltas = events.map(({ delta }) => delta as Record<string, string> | undefined);
        expect(sorted(deltas.map((delta) => delta?.['text'] ?? ''))).toBe(
          sorted(spoken(parts, 'text-delta')),
        );
        expect(sorted(deltas.map((delta) => delta?.['thinking'] ?? ''))).toBe(
          sorted(spoken(parts, 'reasoning-delta')),
        );
        const uses = events.filter(
          ({ content_block }) => (content_block as { type?: string } | undefined)?.type === 'tool_use',
        );
        expect(uses).toHaveLength(
          parts.filter((part) => part.type === 'tool-call' && !part.providerExecuted).length,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is a response by the book, without a word or a call lost', () => {
    fc.assert(
      fc.property(shuffled, (parts) => {
        const events = eventsOf(written(responsesWire, [...parts, finish]));
        expect(brokenRulesOfResponses(events)).toEqual([]);
        const said = (type: string) =>
          events.map((event) => (event.type === type ? String(event['delta']) : ''));
        expect(said('response.output_text.delta').join('')).toBe(spoken(parts, 'text-delta').join(''));
        expect(said('response.reasoning_summary_text.delta').join('')).toBe(
          spoken(parts, 'reasoning-delta').join(''),
        );
        const { output } = (events.at(-1)?.['response'] ?? {}) as {
          output: { type: string; arguments?: string; call_id?: string }[];
        };
        const inputs = parts.flatMap((part) =>
          part.type === 'tool-call' && !part.providerExecuted ? [`${part.toolCallId}${part.input}`] : [],
        );
        expect(
          sorted(
            output.flatMap(({ type, call_id, arguments: input }) =>
              type === 'function_call' ? [`${call_id}${input}`] : [],
            ),
          ),
        ).toBe(sorted(inputs));
      }),
      { numRuns: 500 },
    );
  });

  it('ends for the client when the provider fails, once', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(20), (parts, at) => {
        const message = messagesWire.stream(facts);
        const before = parts
          .slice(0, at)
          .map((part) => message.part(part))
          .join('');
        const after = [message.fail(internalFailure()), message.part(finish), message.end()].join('');
        expect(
          eventsOf(before + after).filter(({ type }) => type === 'error' || type === 'message_stop'),
        ).toHaveLength(1);
        const response = responsesWire.stream(facts);
        const text = parts
          .slice(0, at)
          .map((part) => response.part(part))
          .join('');
        const events = eventsOf(
          text + response.fail(internalFailure()) + response.part(finish) + response.end(),
        );
        expect(brokenRulesOfResponses(events)).toEqual([]);
        expect(events.slice(-2).map(({ type }) => type)).toEqual(['error', 'response.failed']);
      }),
    );
  });
});

const facts = { id: 'resp_1', model: 'some-model', createdAt: new Date(), body: {} };

function written(wire: Wire, parts: readonly Part[]): string {
  const writer = wire.stream(facts);
  return parts.map((part) => writer.part(part)).join('') + writer.end();
}

function spoken(parts: readonly Part[], type: 'text-delta' | 'reasoning-delta'): string[] {
  return parts.map((part) => (part.type === type && 'delta' in part ? part.delta : ''));
}

/** Pieces that waited for each other come in another order, but they all come. */
function sorted(pieces: readonly string[]): string {
  return [...pieces]
    .filter((piece) => piece !== '')
    .sort()
    .join('|');
}
