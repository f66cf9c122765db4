import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readChat } from './read-chat.js';

const user = { role: 'user', content: 'Hi' };
const ask = (body: object) => readChat({ model: 'm', messages: [user], ...body });

function failureOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (failure) {
    return failure;
  }
}

describe('A body of the chat API', () => {
  it('is read in all its roles', () => {
    const { options } = ask({
      messages: [
        { role: 'system', content: 'Be kind.' },
        {
          role: 'developer',
          content: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
        },
        user,
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: 'a',
              type: 'function',
              function: { name: 'weather', arguments: '{"n": 1.0}' },
              extra_content: { google: { thought_signature: 's' } },
            },
            { id: 'b', type: 'function', function: { name: 'time', arguments: '' } },
          ],
        },
        { role: 'tool', tool_call_id: 'b', content: 'noon' },
        {
          role: 'tool',
          tool_call_id: 'a',
          content: [
            { type: 'text', text: 'sun' },
            { type: 'text', text: 'ny' },
          ],
        },
        { role: 'assistant', content: '', refusal: 'No.', function_call: { name: 'old', arguments: '{}' } },
        { role: 'function', name: 'old', content: null },
      ],
    });
    expect(options.prompt).toMatchObject([
      { role: 'system', content: 'Be kind.' },
      { role: 'system', content: 'Be brief.', providerOptions: { onegate: { cache: { ttl: '1h' } } } },
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      {
        role: 'assistant',
        content: [
          {
            type: 'tool-call',
            toolCallId: 'a',
            toolName: 'weather',
            input: '{"n": 1.0}',
            providerOptions: { onegate: { seal: { by: 'google', signature: 's' } } },
          },
          { type: 'tool-call', toolCallId: 'b', toolName: 'time', input: '' },
        ],
      },
      {
        role: 'tool',
        content: [{ toolCallId: 'b', toolName: 'time', output: { type: 'text', value: 'noon' } }],
      },
      {
        role: 'tool',
        content: [{ toolCallId: 'a', toolName: 'weather', output: { type: 'text', value: 'sunny' } }],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'No.' },
          { type: 'tool-call', toolName: 'old' },
        ],
      },
      { role: 'tool', content: [{ toolCallId: 'call_function_1', toolName: 'old', output: { value: '' } }] },
    ]);
  });

  it('keeps the mark for the cache of instructions that end in nothing', () => {
    const content = [
      { type: 'text', text: 'Be kind.' },
      { type: 'text', text: '' },
    ];
    const marked = { role: 'system', content, cache_control: { type: 'ephemeral' } };
    expect(ask({ messages: [marked, user] }).options.prompt.slice(0, -1)).toEqual([
      { role: 'system', content: 'Be kind.', providerOptions: { onegate: { cache: {} } } },
    ]);
  });

  it.each([
    ['its first piece names nobody', [{ format: 'unknown', text: 'Hm.', signature: 's' }], 'anthropic'],
    ['it was never named', [{ text: 'Hm.', signature: 's' }], 'anthropic'],
    [
      'its last piece names nobody',
      [
        { format: 'google-gemini-v1', text: 'Hm.' },
        { format: 'unknown', text: '', signature: 's' },
      ],
      'google',
    ],
    ['it is of somebody else', [{ format: 'other-maker-v1', text: 'Hm.', signature: 's' }], undefined],
    [
      'others are named beside it',
      [
        { text: 'Hm.', signature: 's' },
        { index: 1, format: 'google-gemini-v1', text: 'So.' },
      ],
      undefined,
    ],
  ])('knows whose a signature is: %s', (_case, pieces, by) => {
    const details = pieces.map((piece) => ({ type: 'reasoning.text', index: 0, ...piece }));
    const { options } = ask({
      messages: [user, { role: 'assistant', content: 'Hi', reasoning_details: details }],
    });
    const sealed = by && { providerOptions: { onegate: { seal: { by, signature: 's' } } } };
    expect(options.prompt[1]?.content[0]).toEqual({ type: 'reasoning', text: 'Hm.', ...sealed });
  });

  it('is read with pictures, sound and documents', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=', detail: 'low' } },
      { type: 'image_url', image_url: { url: 'https://x.example/a.jpg?b=1' } },
      { type: 'input_audio', input_audio: { data: 'aGk=', format: 'mp3' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,aGk=' } },
      { type: 'file', file: { file_id: 'file_1' } },
    ];
    expect(ask({ messages: [{ role: 'user', content }] }).options.prompt[0]).toMatchObject({
      content: [
        {
          type: 'file',
          mediaType: 'image/png',
          data: { type: 'data', data: 'aGk=' },
          providerOptions: { onegate: { imageDetail: 'low' } },
        },
        { type: 'file', mediaType: 'image/jpeg', data: { type: 'url' } },
        { type: 'file', mediaType: 'audio/mpeg', data: { type: 'data', data: 'aGk=' } },
        {
          type: 'file',
          mediaType: 'application/pdf',
          filename: 'a.pdf',
          data: { type: 'data', data: 'aGk=' },
        },
        { type: 'file', data: { type: 'reference', reference: { onegate: 'file_1' } } },
      ],
    });
  });

  it('is read with its settings; null is as if it were not there', () => {
    const { options, dropped } = ask({
      max_completion_tokens: 50,
      temperature: 0,
      top_p: null,
      stop: 'END',
      seed: 7,
      presence_penalty: 1,
      tools: [
        { type: 'function', function: { name: 'a', parameters: { type: 'object' }, strict: true } },
        { type: 'function', function: { name: 'b' } },
      ],
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'b' } }] },
      },
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'x', schema: { type: 'object' }, strict: true },
      },
      reasoning_effort: 'high',
      parallel_tool_calls: false,
      logprobs: true,
      top_logprobs: 3,
      user: 'u',
      web_search_options: { user_location: { type: 'approximate', approximate: { country: 'FR' } } },
      min_p: 0.1,
      metadata: { a: 'b' },
      store: null,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(options).toMatchObject({
      maxOutputTokens: 50,
      temperature: 0,
      stopSequences: ['END'],
      seed: 7,
      presencePenalty: 1,
      tools: [{ name: 'b', inputSchema: { type: 'object', properties: {} } }],
      toolChoice: { type: 'required' },
      responseFormat: { type: 'json', name: 'x', schema: { type: 'object' } },
      reasoning: 'high',
      providerOptions: {
        onegate: {
          parallelToolCalls: false,
          logprobs: 3,
          serviceUser: 'u',
          strictSchema: true,
          webSearch: { location: { country: 'FR' } },
        },
      },
    });
    expect(options).not.toHaveProperty('topP');
    expect(dropped).toEqual(['min_p', 'metadata']);
  });

  it.each([
    [
      { reasoning: { max_tokens: 2_000, exclude: true } },
      undefined,
      { thinkingBudget: 2_000, hidesReasoning: true },
    ],
    [{ reasoning: { enabled: true } }, 'medium', undefined],
    [{ reasoning: { enabled: false } }, 'none', undefined],
    [{ reasoning: { effort: 'xhigh' }, reasoning_effort: 'low' }, 'xhigh', undefined],
  ])('knows how much to think: %j', (body, reasoning, hints) => {
    const { options } = ask(body);
    expect(options.reasoning).toBe(reasoning);
    expect(options.providerOptions?.['onegate']).toEqual(hints);
  });

  it.each([
    ['n', { n: 2 }],
    ['modalities', { modalities: ['text', 'audio'] }],
    ['functions', { functions: [] }],
    ['tools.0.type', { tools: [{ type: 'custom', custom: { name: 'x' } }] }],
    ['response_format.type', { response_format: { type: 'grammar' } }],
    ['messages.0.audio', { messages: [{ role: 'assistant', audio: { id: 'x' } }] }],
    [
      'messages.0.content.0.image_url.url',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'file:///etc/passwd' }] }] },
    ],
  ])('is refused for what would change its meaning: %s', (field, body) => {
    expect(failureOf(() => ask(body))).toMatchObject({
      code: 'gateway.not_translatable',
      message: expect.stringContaining(field),
    });
  });

  it.each([
    ['messages', { messages: [] }],
    ['messages[0].role', { messages: [{ role: 'wizard', content: '' }] }],
    ['temperature', { temperature: 'hot' }],
  ])('is refused by name of the field that is wrong: %s', (field, body) => {
    expect(failureOf(() => ask(body))).toMatchObject({
      kind: 'invalid_fields',
      message: expect.stringContaining(field),
    });
  });

  it('keeps arguments of tool calls to the letter', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const call = { id: 'a', type: 'function', function: { name: 'f', arguments: text } };
        const { options } = ask({ messages: [{ role: 'assistant', tool_calls: [call] }] });
        expect(options.prompt[0]).toMatchObject({ content: [{ input: text }] });
      }),
    );
  });
});
