import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { messagesWire, responsesWire, type Wire } from '@onegate/gateway';
import { callIdOf } from '../../libs/gateway/src/translation/messages/tool-ids.js';
import {
  brokenRulesOfMessages,
  brokenRulesOfResponses,
  complaints,
  eventsOf,
  specification,
  type Event,
} from './answer-rules.js';
import { PlayingProvider } from './playing-provider.js';
import { recordedParts, recordings, sharedData } from './recorded-answers.js';
import { saidInParts, type SaidInParts } from './said-in-parts.js';

const withData = sharedData ? describe : describe.skip;

withData('Recorded streams of providers', () => {
  let provider: PlayingProvider;
  let isMessageEvent: ValidateFunction;
  let isOpenEvent: ValidateFunction;
  let isOpenAiEvent: ValidateFunction;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
    isMessageEvent = specification('anthropic.messages.event');
    isOpenEvent = specification('openresponses.responses.event');
    isOpenAiEvent = specification('openai.responses.event');
  });
  afterAll(() => provider.stop());

  // No `each`: it refuses an empty table, and without the data this suite is skipped with one.
  it('are all there', () => {
    expect(recordings().length).toBeGreaterThan(100);
  });

  for (const recording of recordings())
    describe(recording.file, () => {
      let parts: LanguageModelV4StreamPart[];
      beforeAll(async () => {
        parts = await recordedParts(recording, provider);
      });

      it('is a message by the book that says the same', () => {
        const said = saidInParts(parts);
        const events = written(messagesWire, parts);
        expect(
          complaints(
            isMessageEvent,
            events.filter(({ type }) => type !== 'error'),
          ),
        ).toEqual([]);
        expect(deltas(events, 'text')).toBe(said.text);
        if (!said.isWhole) return expect(events.at(-1)?.type).toBe('error');
        expect(brokenRulesOfMessages(events)).toEqual([]);
        expect(deltas(events, 'thinking')).toBe(said.thoughts);
        expect(toolUses(events)).toEqual(parsedCalls(said));
      });

      it('is a response by the book that says the same', () => {
        const said = saidInParts(parts);
        const events = written(responsesWire, parts);
        const schemas = events.filter(({ type }) => type !== 'error');
        const beyond = /web_search_call|custom_tool_call|image_generation_call/;
        expect(
          complaints(
            isOpenEvent,
            schemas.filter((event) => !beyond.test(JSON.stringify(event))),
          ),
        ).toEqual([]);
        expect(complaints(isOpenAiEvent, schemas.map(asOpenAiSchema))).toEqual([]);
        expect(brokenRulesOfResponses(events)).toEqual([]);
        const response = events.at(-1)?.['response'] as { status: string; output: Item[] };
        expect(response.status === 'failed').toBe(!said.isWhole);
        expect(textOf(response.output)).toBe(said.text);
        expect(thoughtsOf(response.output)).toBe(said.thoughts);
        if (said.isWhole) expect(callsOf(response.output)).toEqual(parsedCalls(said));
      });
    });
});

function written(wire: Wire, parts: readonly LanguageModelV4StreamPart[]): Event[] {
  const writer = wire.stream({ id: 'resp_1', model: 'vendor/model', createdAt: new Date(), body: {} });
  return eventsOf(parts.map((part) => writer.part(part)).join('') + writer.end());
}

/** The published schema of OpenAI has no `usage: null`, which OpenAI itself sends until the end. */
function asOpenAiSchema(event: Event): Event {
  const { usage, ...response } = (event['response'] ?? {}) as Record<string, unknown>;
  return event['response'] && usage === null ? { ...event, response } : event;
}

interface Item {
  readonly type: string;
  readonly content?: { text?: string }[];
  readonly summary?: { text: string }[];
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: string;
}

function deltas(events: readonly Event[], field: string): string {
  return events.map(({ delta }) => (delta as Record<string, string> | undefined)?.[field] ?? '').join('');
}

function toolUses(events: readonly Event[]): unknown[] {
  return events.flatMap(({ type, index, content_block }) => {
    const block = content_block as { type: string; id: string; name: string } | undefined;
    if (type !== 'content_block_start' || block?.type !== 'tool_use') return [];
    const input = deltas(
      events.filter((event) => event['index'] === index),
      'partial_json',
    );
    return [{ id: callIdOf(block.id), name: block.name, input: jsonOf(input) }];
  });
}

function textOf(output: Item[]): string {
  return output
    .flatMap(({ type, content = [] }) => (type === 'message' ? content : []))
    .map(({ text }) => text ?? '')
    .join('');
}

function thoughtsOf(output: Item[]): string {
  return output
    .flatMap(({ summary = [] }) => summary)
    .map(({ text }) => text)
    .join('');
}

function callsOf(output: Item[]): unknown[] {
  return output.flatMap(({ type, call_id: id, name, arguments: input }) =>
    type === 'function_call' ? [{ id, name, input: jsonOf(input) }] : [],
  );
}

function parsedCalls({ calls }: SaidInParts): unknown[] {
  return calls.map((call) => ({ ...call, input: jsonOf(call.input) }));
}

/** Packages may write the input of a call again, with other spaces. */
function jsonOf(text: string | undefined): unknown {
  return JSON.parse(text || '{}');
}
