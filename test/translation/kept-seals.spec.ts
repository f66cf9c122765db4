import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messagesWire, providerModel, responsesWire, type JsonObject, type Wire } from '@onegate/gateway';
import type { ProviderKind } from '@onegate/models';
import { partHints } from '../../libs/gateway/src/translation/neutral/hints.js';
import { PlayingProvider } from './playing-provider.js';
import { routeTo } from './translating.js';

let provider: PlayingProvider;
beforeAll(async () => {
  provider = await PlayingProvider.start();
});
afterAll(() => provider.stop());

const tool = { description: 'The weather', parameters: { type: 'object', properties: {} } };

/** How a client of each protocol asks, and asks on with what it was answered. */
const turns: Readonly<
  Record<string, { wire: Wire; first: JsonObject; second: (answer: JsonObject) => JsonObject }>
> = {
  Messages: {
    wire: messagesWire,
    first: {
      max_tokens: 5_000,
      messages: [{ role: 'user', content: 'Weather?' }],
      tools: [{ name: 'weather', input_schema: tool.parameters }],
    },
    second: ({ content }) => ({
      max_tokens: 5_000,
      messages: [
        { role: 'user', content: 'Weather?' },
        { role: 'assistant', content },
        { role: 'user', content: [...resultsIn(content), { type: 'text', text: 'So?' }] },
      ],
    }),
  },
  Responses: {
    wire: responsesWire,
    first: { input: 'Weather?', tools: [{ type: 'function', name: 'weather', ...tool }] },
    second: ({ output }) => ({
      input: [
        { role: 'user', content: 'Weather?' },
        ...(output as object[]),
        ...outputsFor(output),
        { role: 'user', content: 'So?' },
      ],
    }),
  },
};

interface Signed {
  readonly kind: ProviderKind;
  readonly model: string;
  readonly answer: object;
  /** What must stand in the next request as it was given out. */
  readonly kept: readonly unknown[];
}

const usage = { input_tokens: 1, output_tokens: 1 };
const providers: Readonly<Record<string, Signed>> = {
  'Claude, who signs what it thinks and hides some': {
    kind: 'anthropic',
    model: 'claude-sonnet-4-6',
    answer: {
      type: 'message',
      id: 'msg_1',
      model: 'claude-sonnet-4-6',
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 'c2lnbmVk' },
        { type: 'redacted_thinking', data: 'aGlkZGVu' },
        { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage,
    },
    kept: [
      { type: 'thinking', thinking: 'Hm.', signature: 'c2lnbmVk' },
      { type: 'redacted_thinking', data: 'aGlkZGVu' },
    ],
  },
  'Gemini, who signs what it says and calls': {
    kind: 'google',
    model: 'gemini-3-pro',
    answer: {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [
              { text: 'Thinking.', thought: true, thoughtSignature: 'dGhvdWdodA==' },
              { text: 'Let me look.', thoughtSignature: 'c2FpZA==' },
              { functionCall: { id: 'a1', name: 'weather', args: {} }, thoughtSignature: 'Y2FsbA==' },
            ],
          },
          finishReason: 'STOP',
        },
      ],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    },
    kept: [
      expect.objectContaining({ thought: true, text: 'Thinking.', thoughtSignature: 'dGhvdWdodA==' }),
      expect.objectContaining({ text: 'Let me look.', thoughtSignature: 'c2FpZA==' }),
      expect.objectContaining({ functionCall: expect.anything(), thoughtSignature: 'Y2FsbA==' }),
    ],
  },
  'Grok, who gives its thoughts encrypted': {
    kind: 'xai',
    model: 'grok-4',
    answer: {
      id: 'resp_1',
      object: 'response',
      created_at: 1,
      model: 'grok-4',
      status: 'completed',
      output: [
        {
          type: 'reasoning',
          id: 'rs_x',
          status: 'completed',
          summary: [{ type: 'summary_text', text: 'Hm.' }],
          encrypted_content: 'ZW5jcnlwdGVk',
        },
        {
          type: 'function_call',
          id: 'fc_1',
          call_id: 'call_1',
          name: 'weather',
          arguments: '{}',
          status: 'completed',
        },
      ],
      usage: { ...usage, total_tokens: 2 },
    },
    kept: [
      expect.objectContaining({
        type: 'reasoning',
        id: 'rs_x',
        summary: [{ type: 'summary_text', text: 'Hm.' }],
        encrypted_content: 'ZW5jcnlwdGVk',
      }),
    ],
  },
};

describe.each(Object.entries(turns))(
  'What a provider signed, in %s',
  (_protocol, { wire, first, second }) => {
    it.each(Object.entries(providers))(
      'comes back to %s as it was',
      async (_name, { kind, model: name, answer, kept }) => {
        const target = await providerModel(
          routeTo({ kind, address: provider.address, model: name, body: {} }),
          fetch,
        );
        const ask = async (body: JsonObject) => {
          provider.answers(answer);
          const { options } = target.prepare(wire.read(body).options);
          const result = await target.model.doGenerate(options);
          return wire.write(result, { id: 'resp_1', model: name, createdAt: new Date(), body });
        };
        await ask(second(await ask(first)));
        const said = partsOf(provider.lastCall.body);
        for (const part of kept) expect(said).toContainEqual(part);
      },
    );

    it('comes back to OpenAI in its own item, and stays with what it is about when another model goes on', async () => {
      const model = createOpenAI({ baseURL: provider.address, apiKey: 'recorded' }).responses('gpt-5');
      const own = (options: LanguageModelV4CallOptions) => ({
        ...options,
        providerOptions: { openai: { store: false } },
      });
      provider.answers({
        id: 'resp_1',
        object: 'response',
        created_at: 1,
        model: 'gpt-5',
        status: 'completed',
        output: [
          {
            type: 'reasoning',
            id: 'rs_o',
            summary: [
              { type: 'summary_text', text: 'First.' },
              { type: 'summary_text', text: 'Second.' },
            ],
            encrypted_content: 'ZW5jcnlwdGVk',
          },
          {
            type: 'function_call',
            id: 'fc_1',
            call_id: 'call_1',
            name: 'weather',
            arguments: '{}',
            status: 'completed',
          },
        ],
        usage: { ...usage, total_tokens: 2 },
      });
      const result = await model.doGenerate(own(wire.read(first).options));
      const facts = { id: 'resp_1', model: 'gpt-5', createdAt: new Date(), body: first };
      const { options } = wire.read(second(wire.write(result, facts)));
      const thoughts = options.prompt.flatMap(({ role, content }) =>
        role === 'assistant' ? content.filter(({ type }) => type === 'reasoning') : [],
      );
      expect(thoughts).toMatchObject([{ text: 'First.' }, { text: 'Second.' }]);
      expect(thoughts.map((part) => partHints(part).seal)).toMatchObject([
        { by: 'openai', id: 'rs_o' },
        { by: 'openai', id: 'rs_o', encrypted: 'ZW5jcnlwdGVk' },
      ]);
    });
  },
);

function resultsIn(content: unknown): object[] {
  return (content as { type: string; id: string }[]).flatMap(({ type, id }) =>
    type === 'tool_use' ? [{ type: 'tool_result', tool_use_id: id, content: 'Sunny' }] : [],
  );
}

function outputsFor(output: unknown): object[] {
  return (output as { type: string; call_id: string }[]).flatMap(({ type, call_id }) =>
    type === 'function_call' ? [{ type: 'function_call_output', call_id, output: 'Sunny' }] : [],
  );
}

/** What a request repeats of earlier turns, in each provider's form. */
function partsOf(body: Record<string, unknown>): unknown[] {
  const { messages, contents, input } = body as {
    messages?: { content: unknown }[];
    contents?: { parts: unknown[] }[];
    input?: unknown[];
  };
  return [
    ...(messages ?? []).flatMap(({ content }) => (Array.isArray(content) ? (content as unknown[]) : [])),
    ...(contents ?? []).flatMap(({ parts }) => parts),
    ...(input ?? []),
  ];
}
