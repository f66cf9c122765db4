import { describe, expect, it } from '@jest/globals';
import { Failure } from '@onegate/platform';
import { callHints, partHints } from '../neutral/hints.js';
import { sealedText } from '../neutral/sealed-text.js';
import { readMessages } from './read-messages.js';

const base = { model: 'm', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };
const ask = (fields: object) => readMessages({ ...base, ...fields });
const promptOf = (messages: object[]) => ask({ messages }).options.prompt;

function refusal(fields: object): Failure {
  try {
    ask(fields);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It was taken.');
}

describe('Settings of a Messages request', () => {
  it('are the settings that every provider knows', () => {
    const { options, dropped } = ask({
      temperature: 0.5,
      top_p: 0.9,
      top_k: 7,
      stop_sequences: ['END'],
      stream: true,
      tool_choice: null,
    });
    expect(options).toMatchObject({
      maxOutputTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 7,
      stopSequences: ['END'],
    });
    expect(dropped).toEqual([]);
  });

  it.each([
    [{ thinking: { type: 'enabled', budget_tokens: 2_048 } }, { thinkingBudget: 2_048 }, undefined],
    [{ thinking: { type: 'adaptive', display: 'omitted' } }, { hidesReasoning: true }, undefined],
    [{ thinking: { type: 'disabled' } }, {}, 'none'],
    [{ output_config: { effort: 'low' } }, {}, 'low'],
    [{ metadata: { user_id: 'u' } }, { serviceUser: 'u' }, undefined],
    [{ cache_control: { type: 'ephemeral', ttl: '1h' } }, { cache: { ttl: '1h' } }, undefined],
    [
      { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      { parallelToolCalls: false },
      undefined,
    ],
  ])('%j are hints for the provider', (fields, hints, reasoning) => {
    const { options } = ask(fields);
    expect(callHints(options)).toEqual(hints);
    expect(options.reasoning).toBe(reasoning);
  });

  it('ask for an answer that follows a schema', () => {
    const schema = { type: 'object', properties: {} };
    const { options } = ask({ output_config: { format: { type: 'json_schema', schema } } });
    expect(options.responseFormat).toEqual({ type: 'json', schema });
    expect(callHints(options).strictSchema).toBe(true);
  });

  it('that nobody reads are named as dropped, and null is nothing', () => {
    expect(ask({ context_management: {}, speed: null, betas: ['x'] }).dropped).toEqual([
      'context_management',
      'betas',
    ]);
  });

  it.each([
    [{ container: 'c' }, /container/],
    [{ mcp_servers: [{}] }, /mcp_servers/],
    [{ inference_geo: 'us' }, /inference_geo/],
    [{ tools: [{ type: 'bash_20250124', name: 'bash' }] }, /tools\[0\]\.type/],
    [
      { messages: [{ role: 'user', content: [{ type: 'container_upload', file_id: 'f' }] }] },
      /messages\[0\]\.content\[0\]/,
    ],
  ])('%j is refused, because nothing else can do it', (fields, text) => {
    const failure = refusal(fields);
    expect(failure).toMatchObject({ code: 'gateway.not_translatable', status: 400 });
    expect(failure.message).toMatch(text);
  });

  it.each([
    [{ max_tokens: 'many' }, 'max_tokens'],
    [{ messages: [{ role: 'user', content: [{ type: 'text', text: 1 }] }] }, 'messages[0].content[0].text'],
    [
      { messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x' }] }] },
      'messages[0].content[0].tool_use_id',
    ],
    [
      {
        messages: [
          {
            role: 'assistant',
            content: [{ type: 'thinking', thinking: '', signature: 'onegate.v1.broken' }],
          },
        ],
      },
      'messages[0].content[0].signature',
    ],
  ])('%j is wrong, and the field is named', (fields, field) => {
    expect(Object.keys(refusal(fields).fields ?? {})).toEqual([field]);
  });
});

describe('The conversation of a Messages request', () => {
  it('begins with its instructions, in one message up to each mark for the cache', () => {
    const { options } = ask({
      system: [
        { type: 'text', text: 'A' },
        { type: 'text', text: 'B', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'C' },
      ],
    });
    expect(options.prompt.slice(0, 2)).toMatchObject([
      { role: 'system', content: 'A\n\nB' },
      { role: 'system', content: 'C' },
    ]);
    expect(options.prompt.map((message) => partHints(message).cache)).toEqual([{}, undefined, undefined]);
  });

  it('says what a document of several parts is called, and what of', () => {
    const [message] = promptOf([
      {
        role: 'user',
        content: [
          {
            type: 'document',
            title: 'Report',
            context: 'For the board',
            cache_control: { type: 'ephemeral' },
            source: {
              type: 'content',
              content: [
                { type: 'text', text: 'Sales' },
                { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
              ],
            },
          },
        ],
      },
    ]);
    const cached = { providerOptions: { onegate: { cache: {} } } };
    expect(message?.content).toMatchObject([
      { type: 'text', text: 'Report\n\nFor the board' },
      { type: 'text', text: 'Sales' },
      { type: 'file', mediaType: 'image/png', ...cached },
    ]);
  });

  it('shows pictures and documents', () => {
    const [message] = promptOf([
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
          { type: 'image', source: { type: 'url', url: 'https://a.example/b c.png' } },
          { type: 'image', source: { type: 'file', file_id: 'file-1' } },
          {
            type: 'document',
            title: 'D',
            source: { type: 'base64', media_type: 'application/pdf', data: 'AA==' },
          },
          { type: 'document', title: 'T', source: { type: 'text', media_type: 'text/plain', data: 'said' } },
          {
            type: 'document',
            citations: { enabled: true },
            source: { type: 'text', media_type: 'text/plain', data: 'cited' },
          },
          {
            type: 'search_result',
            source: 'https://s.example',
            title: 'S',
            content: [{ type: 'text', text: 'found' }],
          },
        ],
      },
    ]);
    expect(message).toMatchObject({
      role: 'user',
      content: [
        { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } },
        {
          type: 'file',
          mediaType: 'image/*',
          data: { type: 'url', originalUrl: 'https://a.example/b c.png' },
        },
        { type: 'file', data: { type: 'reference', reference: { onegate: 'file-1' } } },
        { type: 'file', mediaType: 'application/pdf', filename: 'D' },
        { type: 'text', text: 'T\n\nsaid' },
        { type: 'file', mediaType: 'text/plain', data: { type: 'data', data: 'Y2l0ZWQ=' } },
        { type: 'text', text: 'S\nhttps://s.example\n\nfound' },
      ],
    });
  });

  it('gives the results of tools back to the calls, wrapped ids included', () => {
    const prompt = promptOf([
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'toolu_onegate_ZjowLjE', name: 'f', input: { a: 1 } },
          { type: 'tool_use', id: 't2', name: 'g', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_onegate_ZjowLjE', content: 'ok' },
          { type: 'tool_result', tool_use_id: 't2', is_error: true, content: [{ type: 'text', text: 'no' }] },
          { type: 'text', text: 'And?' },
        ],
      },
    ]);
    expect(prompt).toMatchObject([
      {
        role: 'assistant',
        content: [{ toolCallId: 'f:0.1', toolName: 'f', input: { a: 1 } }, { toolCallId: 't2' }],
      },
      {
        role: 'tool',
        content: [
          { toolCallId: 'f:0.1', toolName: 'f', output: { type: 'text', value: 'ok' } },
          { toolCallId: 't2', toolName: 'g', output: { type: 'error-text', value: 'no' } },
        ],
      },
      { role: 'user', content: [{ text: 'And?' }] },
    ]);
  });

  it('keeps what was signed, by whom it was', () => {
    const note = sealedText({ seal: { by: 'google', signature: 's' }, of: 't1' });
    const [message] = promptOf([
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 'claude' },
          { type: 'redacted_thinking', data: 'hidden' },
          {
            type: 'thinking',
            thinking: 'So',
            signature: sealedText({ seal: { by: 'openai', encrypted: 'e' } }),
          },
          { type: 'tool_use', id: 't1', name: 'f', input: {} },
          { type: 'redacted_thinking', data: note },
        ],
      },
    ]);
    const parts = message?.role === 'assistant' ? message.content : [];
    expect(parts.map((part) => partHints(part).seal)).toEqual([
      { by: 'anthropic', signature: 'claude' },
      { by: 'anthropic', encrypted: 'hidden' },
      { by: 'openai', encrypted: 'e' },
      { by: 'google', signature: 's' },
    ]);
  });

  it('leaves out what servers did, and says so', () => {
    const content = [
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} },
      { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
      { type: 'text', text: 'Found.' },
    ];
    const { options, dropped } = ask({ messages: [{ role: 'assistant', content }] });
    expect(options.prompt).toMatchObject([{ content: [{ text: 'Found.' }] }]);
    expect(dropped).toEqual(['messages.server_tool_use', 'messages.web_search_tool_result']);
  });
});

describe('The tools of a Messages request', () => {
  it('are functions, or a search of the web', () => {
    const { options } = ask({
      tools: [
        {
          name: 'f',
          description: 'F',
          input_schema: { type: 'object' },
          strict: true,
          cache_control: { type: 'ephemeral' },
        },
        {
          type: 'web_search_20250305',
          name: 'web_search',
          max_uses: 2,
          user_location: { type: 'approximate', country: 'AT' },
        },
      ],
      tool_choice: { type: 'tool', name: 'f' },
    });
    expect(options.tools).toMatchObject([{ type: 'function', name: 'f', description: 'F', strict: true }]);
    expect(options.tools?.map((tool) => ('inputSchema' in tool ? partHints(tool).cache : undefined))).toEqual(
      [{}],
    );
    expect(options.toolChoice).toEqual({ type: 'tool', toolName: 'f' });
    expect(callHints(options).webSearch).toEqual({ maxSearches: 2, location: { country: 'AT' } });
  });
});
