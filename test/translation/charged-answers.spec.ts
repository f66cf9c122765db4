import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messagesWire, type Wire } from '@onegate/gateway';
import type { ProviderKind } from '@onegate/models';
import { answerOf } from './chat-answer.js';
import { PlayingProvider } from './playing-provider.js';
import { reports, streamedText, wholeBody } from './translating.js';

const messages = [{ role: 'user', content: 'Hi' }];
const question = { model: 'vendor/model', max_tokens: 20, messages };

const named = (...events: readonly Readonly<{ type: string; [field: string]: unknown }>[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

const chunks = (...all: readonly object[]) =>
  `${all.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;

const completion = (usage: object, more: object = {}) => ({
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi', ...more }, finish_reason: 'stop' }],
  usage,
});

/** A stream of Messages that tells its use at the start and once more at the end. */
const message = (atStart: object, atEnd: object) =>
  named(
    {
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: [],
        usage: atStart,
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: atEnd },
    { type: 'message_stop' },
  );

describe('A translated answer is charged as one that passes as it is', () => {
  let provider: PlayingProvider;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
  });
  afterAll(() => provider.stop());

  const ask = (kind: ProviderKind, wire: Wire, body: object = question, model = 'some-model') =>
    wholeBody({ kind, address: provider.address, wire, body: { ...body }, model });

  it('with reasoning beside the answer', async () => {
    const completion_tokens_details = { reasoning_tokens: 340 };
    const usage = { prompt_tokens: 12, completion_tokens: 2, total_tokens: 354, completion_tokens_details };
    provider.answers(completion(usage));
    const answer = await ask('openai-compatible', messagesWire);
    expect(reports.at(-1)?.usage).toEqual({ input: 12, output: 2, reasoning: 340 });
    expect(answer.body).toMatchObject({ usage: { input_tokens: 12, output_tokens: 342 } });
  });

  it.each([0, null])('where the end of a stream takes the prompt back: %s', async (input_tokens) => {
    provider.streams(message({ input_tokens: 17, output_tokens: 1 }, { input_tokens, output_tokens: 30 }));
    const body = { ...question, stream: true, stream_options: { include_usage: true } };
    const { chunks, report } = await streamedText({ kind: 'anthropic', address: provider.address, body });
    expect(report.usage).toEqual({ input: 17, output: 30 });
    expect(answerOf(chunks).usage).toMatchObject({ prompt_tokens: 17, completion_tokens: 30 });
  });

  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  const url_citation = { start_index: 0, end_index: 2, title: 'Page', url: 'https://page.example/' };
  const annotations = [{ type: 'url_citation', url_citation }];

  it.each(['openai', 'openai-compatible'] as const)(
    'with a search that is cited and not counted: %s',
    async (kind) => {
      provider.answers(completion(usage, { annotations }));
      await ask(kind, messagesWire);
      expect(reports.at(-1)?.usage).toEqual({ input: 10, output: 5, web_search: 1 });

      const said = [{ content: 'Hi' }, { annotations }].map((delta) => ({ choices: [{ index: 0, delta }] }));
      provider.streams(chunks(...said, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage }));
      const body = { ...question, stream: true };
      const { report } = await streamedText({ kind, address: provider.address, body });
      expect(report.usage).toEqual({ input: 10, output: 5, web_search: 1 });

      provider.answers(completion(usage));
      await ask(kind, messagesWire);
      expect(reports.at(-1)?.usage).toEqual({ input: 10, output: 5 });
    },
  );

  it('with a search that Perplexity does not count', async () => {
    provider.answers(completion({ ...usage, search_context_size: 'low' }));
    await ask('openai-compatible', messagesWire);
    expect(reports.at(-1)?.usage).toEqual({ input: 10, output: 5, web_search: 1 });
  });

  it.each([
    ['are listed', {}, 1],
    ['are counted', { server_side_tool_usage_details: { web_search_calls: 4 } }, 4],
    ['are counted as none', { server_side_tool_usage_details: { web_search_calls: 0 } }, undefined],
  ])('with searches of xAI that %s', async (_, counted, web_search) => {
    const call = (id: string, action: object) => ({
      type: 'web_search_call',
      id,
      status: 'completed',
      name: 'web_search',
      arguments: '{"query":"Onegate"}',
      action,
    });
    provider.answers({
      id: 'resp_1',
      object: 'response',
      model: 'grok-4',
      status: 'completed',
      output: [
        call('ws_1', { type: 'search', query: 'Onegate', sources: [] }),
        call('ws_2', { type: 'open_page', url: 'https://page.example/' }),
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
        },
      ],
      usage: { input_tokens: 10, output_tokens: 5, total_tokens: 15, ...counted },
    });
    const tools = [{ type: 'web_search_20250305', name: 'web_search' }];
    await ask('xai', messagesWire, { ...question, tools }, 'grok-4');
    expect(reports.at(-1)?.usage).toEqual({ input: 10, output: 5, ...(web_search && { web_search }) });
  });
});
