import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chatWire, messagesWire, responsesWire, type FileLoader } from '@onegate/gateway';
import type { ProviderKind } from '@onegate/models';
import { PlayingProvider } from './playing-provider.js';
import { wholeBody, type Asked } from './translating.js';

const picture = Buffer.from('a picture').toString('base64');
const pictureUrl = `data:image/png;base64,${picture}`;
const pdf = Buffer.from('%PDF-1.4').toString('base64');

const completion = {
  object: 'chat.completion',
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
};
const ofCohere = {
  message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] },
  finish_reason: 'COMPLETE',
  usage: { tokens: { input_tokens: 1, output_tokens: 1 } },
};

const screenshot = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: picture } };

/** A conversation of Messages in which the tool `shot` was called as often as there are results. */
function shown(...results: readonly object[][]) {
  const ids = results.map((_result, index) => `call_${index}`);
  return {
    max_tokens: 9,
    messages: [
      { role: 'user', content: 'Look' },
      { role: 'assistant', content: ids.map((id) => ({ type: 'tool_use', id, name: 'shot', input: {} })) },
      {
        role: 'user',
        content: results.map((content, index) => ({ type: 'tool_result', tool_use_id: ids[index], content })),
      },
    ],
  };
}

describe('Files of a conversation', () => {
  let provider: PlayingProvider;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
  });
  afterAll(() => provider.stop());

  /** What the provider was sent, and what the client is told that it was not. */
  async function sent(kind: ProviderKind, asked: Pick<Asked, 'wire' | 'body' | 'files'>) {
    provider.answers(kind === 'cohere' ? ofCohere : completion);
    const { dropped } = await wholeBody({ kind, address: provider.address, ...asked });
    const { messages, documents } = provider.lastCall.body as Record<string, object[]>;
    return { messages, documents, dropped };
  }

  it.each<ProviderKind>([
    'openai',
    'azure',
    'groq',
    'together',
    'fireworks',
    'openrouter',
    'openai-compatible',
    'cohere',
  ])('that a tool shows are shown to %s after what the tools said', async (kind) => {
    const body = shown([{ type: 'text', text: 'It is green.' }, screenshot], [screenshot]);
    const { messages, dropped } = await sent(kind, { wire: messagesWire, body });
    expect(messages?.slice(2)).toEqual([
      { role: 'tool', tool_call_id: 'call_0', content: 'It is green.' },
      { role: 'tool', tool_call_id: 'call_1', content: 'The result is shown below.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Shown by the tool shot (call call_0):' },
          { type: 'image_url', image_url: { url: pictureUrl } },
          { type: 'text', text: 'Shown by the tool shot (call call_1):' },
          { type: 'image_url', image_url: { url: pictureUrl } },
        ],
      },
    ]);
    expect(dropped).toEqual([]);
  });

  it('that a tool shows are shown to Mistral once the assistant took note of the results', async () => {
    const { messages } = await sent('mistral', { wire: messagesWire, body: shown([screenshot]) });
    expect(messages?.slice(2)).toMatchObject([
      { role: 'tool', content: 'The result is shown below.' },
      { role: 'assistant', content: 'I have the results.' },
      { role: 'user', content: [{ type: 'text' }, { type: 'image_url', image_url: pictureUrl }] },
    ]);
  });

  it('that a tool shows are loaded where they are named by address or id, and stand before what the user says next', async () => {
    const files: FileLoader = {
      fromUrl: () => Promise.reject(new Error('OpenAI loads pictures itself.')),
      fromStore: () =>
        Promise.resolve({ data: Buffer.from('%PDF-1.4'), mediaType: 'application/pdf', filename: 'a.pdf' }),
    };
    const body = {
      input: [
        { role: 'user', content: 'Look' },
        { type: 'function_call', call_id: 'call_1', name: 'shot', arguments: '{}' },
        {
          type: 'function_call_output',
          call_id: 'call_1',
          output: [
            { type: 'input_image', image_url: 'https://pictures.example/cat.png' },
            { type: 'input_file', file_id: 'file_1' },
          ],
        },
        { role: 'user', content: 'Well?' },
      ],
    };
    const { messages } = await sent('openai', { wire: responsesWire, body, files });
    expect(messages?.slice(3)).toMatchObject([
      {
        role: 'user',
        content: [
          { type: 'text' },
          { type: 'image_url', image_url: { url: 'https://pictures.example/cat.png' } },
          { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf}` } },
          { type: 'text', text: 'Well?' },
        ],
      },
    ]);
  });

  it('that a tool shows and the model cannot read are dropped, texts among them said', async () => {
    const notes = Buffer.from('Grüße').toString('base64');
    const content = [
      { type: 'text', text: 'Two files.' },
      { type: 'file', file: { filename: 'notes.txt', file_data: `data:text/plain;base64,${notes}` } },
      { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf}` } },
    ];
    const body = {
      messages: [
        { role: 'user', content: 'Look' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content },
      ],
    };
    for (const kind of ['groq', 'deepseek', 'cohere'] as const) {
      const { messages, dropped } = await sent(kind, { wire: chatWire, body });
      expect(messages?.slice(2)).toMatchObject([{ content: 'Two files.\nnotes.txt\n\nGrüße' }]);
      expect(dropped).toEqual(['tool_result.file']);
    }
    body.messages[2] = { role: 'tool', tool_call_id: 'call_1', content: content.slice(2) };
    const { messages } = await sent('groq', { wire: chatWire, body });
    expect(messages?.slice(2)).toMatchObject([{ content: 'The result cannot be shown here.' }]);
  });

  it('that a tool shows stay in its result for DeepSeek', async () => {
    const body = shown([{ type: 'text', text: 'It is green.' }, screenshot]);
    const { messages } = await sent('deepseek', { wire: messagesWire, body });
    expect(messages?.slice(2)).toMatchObject([
      { role: 'tool', content: [{ text: 'It is green.' }, { image_url: { url: pictureUrl } }] },
    ]);
  });

  const ofUser = (...content: object[]) => ({ max_tokens: 9, messages: [{ role: 'user', content }] });

  it.each<[ProviderKind, Asked['wire'], object]>([
    ['deepseek', responsesWire, { type: 'input_file', file_data: `data:application/pdf;base64,${pdf}` }],
    ['cohere', chatWire, { type: 'file', file: { filename: 'a.pdf', file_data: pdf } }],
    ['groq', chatWire, { type: 'file', file: { filename: 'a.pdf', file_data: pdf } }],
  ])('that a user asks about and %s cannot read are refused', async (kind, wire, file) => {
    const body = wire === responsesWire ? { input: [{ role: 'user', content: [file] }] } : ofUser(file);
    const calls = provider.calls.length;
    await expect(sent(kind, { wire, body })).rejects.toMatchObject({
      upstream: { failure: { code: 'gateway.not_translatable', status: 400 }, outcome: 'rejected' },
    });
    expect(provider.calls).toHaveLength(calls);
  });

  it('with text are documents for Cohere, and text with its title above for those who read no such files', async () => {
    const document = {
      type: 'document',
      title: 'facts.txt',
      context: 'Written by a child',
      citations: { enabled: true },
      source: { type: 'text', media_type: 'text/plain', data: 'The sky is green.' },
    };
    const body = ofUser(document, { type: 'text', text: 'Which colour?' });
    const { messages, documents } = await sent('cohere', { wire: messagesWire, body });
    expect(messages).toEqual([{ role: 'user', content: 'Which colour?' }]);
    expect(documents).toEqual([
      { data: { title: 'facts.txt', text: 'Written by a child\n\nThe sky is green.' } },
    ]);
    for (const kind of ['openai', 'groq', 'mistral', 'openai-compatible'] as const) {
      const content = [
        { type: 'text', text: 'facts.txt\n\nWritten by a child\n\nThe sky is green.' },
        { type: 'text', text: 'Which colour?' },
      ];
      const asked = await sent(kind, { wire: messagesWire, body });
      expect(asked.messages).toEqual([{ role: 'user', content }]);
    }
  });
});
