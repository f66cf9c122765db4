import { describe, expect, it } from '@jest/globals';
import { Failure } from '@onegate/platform';
import { callHints, partHints } from '../neutral/hints.js';
import { sealedText } from '../neutral/sealed-text.js';
import { readResponses } from './read-responses.js';

const promptOf = (input: unknown) => readResponses({ input }).options.prompt;

function refusal(body: object): Failure {
  try {
    readResponses({ ...body });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It was taken.');
}

describe('Settings of a Responses request', () => {
  it('are the settings that every provider knows', () => {
    const { options, dropped } = readResponses({
      input: 'Hi',
      instructions: 'Be kind',
      max_output_tokens: 64,
      temperature: 0.1,
      top_p: 0.2,
      presence_penalty: 0.3,
      frequency_penalty: 0.4,
      reasoning: { effort: 'minimal', summary: null },
      store: false,
      metadata: { a: 'b' },
      previous_response_id: 'resp_0',
    });
    expect(options).toMatchObject({
      prompt: [
        { role: 'system', content: 'Be kind' },
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      ],
      maxOutputTokens: 64,
      temperature: 0.1,
      topP: 0.2,
      presencePenalty: 0.3,
      frequencyPenalty: 0.4,
      reasoning: 'minimal',
    });
    expect(dropped).toEqual([]);
  });

  it.each([
    [{ parallel_tool_calls: false }, { parallelToolCalls: false }],
    [{ top_logprobs: 3 }, { logprobs: 3 }],
    [{ include: ['message.output_text.logprobs'] }, { logprobs: 0 }],
    [{ safety_identifier: 's', user: 'u' }, { serviceUser: 's' }],
    [{ text: { verbosity: 'low' } }, { verbosity: 'low' }],
    [
      { prompt_cache_key: 'k', service_tier: 'flex' },
      { promptCacheKey: 'k', serviceTier: 'flex' },
    ],
    [{ tools: [{ type: 'web_search', search_context_size: 'low' }] }, { webSearch: { contextSize: 'low' } }],
  ])('%j are hints for the provider', (fields, hints) => {
    expect(callHints(readResponses({ input: 'Hi', ...fields }).options)).toEqual(hints);
  });

  it('ask for an answer that follows a schema', () => {
    const schema = { type: 'object', properties: {} };
    const format = { type: 'json_schema', name: 'n', schema, strict: true };
    const { options } = readResponses({ input: 'Hi', text: { format } });
    expect(options.responseFormat).toEqual({ type: 'json', name: 'n', schema });
    expect(callHints(options).strictSchema).toBe(true);
  });

  it('that cannot be had elsewhere are named as dropped', () => {
    const { dropped } = readResponses({
      input: 'Hi',
      truncation: 'auto',
      include: ['file_search_call.results', 'reasoning.encrypted_content'],
      prompt_cache_retention: '24h',
    });
    expect(dropped).toEqual(['prompt_cache_retention', 'truncation', 'include.file_search_call.results']);
  });

  it.each([
    [{ prompt: { id: 'pmpt_1' } }, /prompt/],
    [{ tools: [{ type: 'code_interpreter' }] }, /tools\[0\]\.type/],
    [{ tool_choice: { type: 'file_search' } }, /tool_choice/],
    [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, /input\[0\]/],
    [{ input: [{ type: 'computer_call' }] }, /input\[0\]\.type/],
    [
      { input: [{ role: 'system', content: [{ type: 'input_image', image_url: 'https://a.example' }] }] },
      /content/,
    ],
  ])('%j is refused, because nothing else can do it', (body, text) => {
    expect(refusal(body)).toMatchObject({ code: 'gateway.not_translatable', status: 400 });
    expect(refusal(body).message).toMatch(text);
  });

  it.each([
    [{ temperature: 'hot' }, 'temperature'],
    [{ input: [{ type: 'function_call_output', call_id: 'c', output: '' }] }, 'input[0].call_id'],
    [{ input: [{ role: 'user', content: [{ type: 'input_image' }] }] }, 'input[0].content[0]'],
  ])('%j is wrong, and the field is named', (body, field) => {
    expect(Object.keys(refusal(body).fields ?? {})).toEqual([field]);
  });
});

describe('The input of a Responses request', () => {
  it('is what people show', () => {
    const content = [
      { type: 'input_text', text: 'See' },
      { type: 'input_image', image_url: 'data:image/png;base64,AA==', detail: 'low' },
      { type: 'input_image', file_id: 'file-1' },
      { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' },
      { type: 'input_file', file_url: 'https://a.example/a.pdf' },
      { type: 'input_audio', input_audio: { data: 'AA==', format: 'mp3' } },
    ];
    const [message] = promptOf([{ role: 'user', content }]);
    expect(message).toMatchObject({
      content: [
        { text: 'See' },
        { mediaType: 'image/png', data: { type: 'data', data: 'AA==' } },
        { data: { type: 'reference', reference: { onegate: 'file-1' } } },
        { mediaType: 'application/pdf', filename: 'a.pdf' },
        { mediaType: 'application/pdf', data: { type: 'url' } },
        { mediaType: 'audio/mpeg' },
      ],
    });
  });

  it('makes one turn of what a model said, thought and called', () => {
    const prompt = promptOf([
      { role: 'developer', content: 'Be kind' },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [
          { type: 'summary_text', text: 'A' },
          { type: 'summary_text', text: 'B' },
        ],
        encrypted_content: 'e',
      },
      {
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'output_text', text: 'Let me see' },
          { type: 'refusal', refusal: 'No' },
        ],
      },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a": 1}' },
      { type: 'custom_tool_call', call_id: 'c2', name: 'g', input: 'free "text"' },
      {
        type: 'reasoning',
        summary: [],
        encrypted_content: sealedText({ seal: { by: 'google', signature: 's' }, of: 'c1' }),
      },
      {
        type: 'function_call_output',
        call_id: 'c1',
        output: [
          { type: 'input_text', text: 'x' },
          { type: 'input_text', text: 'y' },
        ],
      },
      { type: 'custom_tool_call_output', call_id: 'c2', output: 'z' },
    ]);
    expect(prompt).toMatchObject([
      { role: 'system', content: 'Be kind' },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'A' },
          { type: 'reasoning', text: 'B' },
          { text: 'Let me see' },
          { text: 'No' },
          { type: 'tool-call', toolCallId: 'c1', input: '{"a": 1}' },
          { type: 'tool-call', toolCallId: 'c2', toolName: 'g', input: '{"input":"free \\"text\\""}' },
        ],
      },
      {
        role: 'tool',
        content: [
          { toolCallId: 'c1', toolName: 'f', output: { type: 'text', value: 'x\ny' } },
          { toolCallId: 'c2', toolName: 'g', output: { type: 'text', value: 'z' } },
        ],
      },
    ]);
    const said = prompt[1]?.role === 'assistant' ? prompt[1].content : [];
    expect(said.map((part) => partHints(part).seal)).toEqual([
      { by: 'openai', id: 'rs_1' },
      { by: 'openai', id: 'rs_1', encrypted: 'e' },
      undefined,
      undefined,
      { by: 'google', signature: 's' },
      undefined,
    ]);
  });

  it('leaves out what servers did, and says so', () => {
    const { options, dropped } = readResponses({
      input: [
        { type: 'web_search_call', id: 'ws' },
        { role: 'user', content: 'Hi' },
      ],
    });
    expect(options.prompt).toHaveLength(1);
    expect(dropped).toEqual(['input.web_search_call']);
  });
});

describe('The tools of a Responses request', () => {
  const tools = [
    { type: 'function', name: 'f', parameters: null },
    { type: 'custom', name: 'g', format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' } },
  ];

  it('are functions; one that takes text takes it in an object, with its grammar explained', () => {
    const { options, dropped } = readResponses({ input: 'Hi', tools });
    expect(options.tools).toMatchObject([
      { name: 'f', inputSchema: { type: 'object' } },
      {
        name: 'g',
        description: 'The input follows this lark grammar:\nstart: "a"',
        inputSchema: { required: ['input'] },
      },
    ]);
    expect(dropped).toEqual(['tools.format']);
  });

  it('are those allowed, of which one may have to be called', () => {
    const tool_choice = { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'f' }] };
    const { options } = readResponses({ input: 'Hi', tools, tool_choice });
    expect(options.tools).toMatchObject([{ name: 'f' }]);
    expect(options.toolChoice).toEqual({ type: 'required' });
  });
});
