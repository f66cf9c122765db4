import { describe, expect, it } from '@jest/globals';
import { readNative } from '../../native/read-native.js';
import { readChat } from '../chat/read-chat.js';
import { hinting, type CallHints } from '../neutral/hints.js';
import { readResponses } from '../responses/read-responses.js';
import type { JsonObject } from '../wire.js';
import type { Dialect } from './dialect.js';
import { prepareCall } from './prepared-call.js';

const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }];

function prepared(dialect: Dialect, hints: CallHints, options: object = {}, thinksByEffort = false) {
  const model = { dialect, modelName: 'm', thinksByEffort };
  return prepareCall({ prompt, ...options, ...hinting(hints) }, model);
}

const said = (role: string, content: string | object[]) => ({ role, content });
const text = (words: string) => ({ type: 'text', text: words });
const input = (words: string) => ({ type: 'input_text', text: words });
const readNativeChat = (body: JsonObject) => readChat(readNative(body));

describe('A call in the words of its provider', () => {
  it('takes the thoughts of Claude off the answer that was paid for', () => {
    const { options } = prepared('anthropic', { thinkingBudget: 3_000 }, { maxOutputTokens: 8_000 });
    expect(options).toMatchObject({
      maxOutputTokens: 5_000,
      providerOptions: { anthropic: { thinking: { type: 'enabled', budgetTokens: 3_000 } } },
    });
    expect(prepared('bedrock', {}, { maxOutputTokens: 8_000, reasoning: 'medium' }).options).toMatchObject({
      maxOutputTokens: 4_000,
      reasoning: undefined,
      providerOptions: { amazonBedrock: { reasoningConfig: { type: 'enabled', budgetTokens: 4_000 } } },
    });
  });

  it('leaves thinking out where the answer is too short for it', () => {
    const { options } = prepared('anthropic', { thinkingBudget: 3_000 }, { maxOutputTokens: 800 });
    expect(options).toMatchObject({ maxOutputTokens: 800, providerOptions: { anthropic: {} } });
    expect(options.providerOptions?.['anthropic']).not.toHaveProperty('thinking');
  });

  it('leaves it to newer Claudes how long they think', () => {
    const { options } = prepared('anthropic', {}, { maxOutputTokens: 8_000, reasoning: 'medium' }, true);
    expect(options).toMatchObject({ maxOutputTokens: 8_000, reasoning: 'medium' });
  });

  it.each([
    ['openai', 1_000, 'minimal'],
    ['xai', 10_000, 'medium'],
    ['mistral', 50_000, 'xhigh'],
    ['anthropic', 0, 'none'],
  ] as const)('tells %s an effort for a budget of %d: %s', (dialect, thinkingBudget, effort) => {
    expect(prepared(dialect, { thinkingBudget }).options.reasoning).toBe(effort);
  });

  it('searches the web with the provider’s own tool, and refuses where there is none', () => {
    const webSearch = { maxSearches: 2, location: { country: 'FR' } };
    expect(prepared('anthropic', { webSearch }).options.tools).toEqual([
      {
        type: 'provider',
        id: 'anthropic.web_search_20250305',
        name: 'web_search',
        args: { maxUses: 2, userLocation: { type: 'approximate', country: 'FR' } },
      },
    ]);
    expect(() => prepared('cohere', { webSearch })).toThrow(/web_search_options/);
  });

  it('leaves out what search models refuse', () => {
    const model = { dialect: 'openai', modelName: 'gpt-4o-search-preview', thinksByEffort: false } as const;
    const { options } = prepareCall({ prompt, temperature: 1, topP: 1, seed: 1 }, model);
    expect(Object.keys(options)).not.toEqual(expect.arrayContaining(['temperature']));
    expect(options).not.toHaveProperty('topP');
  });

  it('says what it left out', () => {
    expect(prepared('cohere', { parallelToolCalls: true, logprobs: 0, verbosity: 'low' }).dropped).toEqual([
      'logprobs',
      'verbosity',
    ]);
    expect(prepared('openai', { parallelToolCalls: false, logprobs: 0, verbosity: 'low' }).dropped).toEqual(
      [],
    );
  });

  const picture = { type: 'input_image', image_url: 'https://x.example/a.png' };
  const empty = [
    ['chat', readChat, { messages: [said('system', ''), said('user', ''), said('user', 'Hi')] }],
    ['chat', readChat, { messages: [said('user', [text(''), text('Hi'), text('')])] }],
    ['responses', readResponses, { instructions: '', input: [said('user', ''), said('user', 'Hi')] }],
    [
      'responses',
      readResponses,
      { input: [said('developer', [input('')]), said('user', [input('Hi'), input('')])] },
    ],
    ['native', readNativeChat, { system: '', messages: [said('user', ''), said('user', 'Hi')] }],
    ['native', readNativeChat, { contents: [{ parts: [{ text: '' }] }, { parts: [{ text: 'Hi' }] }] }],
  ] as const;

  it.each(empty)('goes up without texts that say nothing: %s', (_protocol, read, body) => {
    for (const dialect of ['anthropic', 'google', 'bedrock', 'openai'] as const)
      expect(prepared(dialect, {}, read({ model: 'm', ...body }).options).options.prompt).toEqual(prompt);
  });

  it('goes up without blank texts to those who refuse them, and to the letter to others', () => {
    const spaced = [said('user', [text('Hi'), text(' \n')]), said('assistant', ' ')];
    const { options } = readChat({ model: 'm', messages: spaced });
    expect(prepared('anthropic', {}, options).options.prompt).toEqual(prompt);
    expect(prepared('openai', {}, options).options.prompt).toEqual(options.prompt);
  });

  it('has the results of tools without empty texts beside pictures', () => {
    const call = { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' };
    const output = { type: 'function_call_output', call_id: 'a', output: [input(''), picture] };
    const { options } = readResponses({ input: [said('user', 'Hi'), call, output] });
    expect(prepared('anthropic', {}, options).options.prompt.at(-1)).toMatchObject({
      content: [{ output: { value: [{ type: 'file' }] } }],
    });
  });

  it('is left to the provider where nothing is said at all', () => {
    const { options } = readChat({ model: 'm', messages: [said('system', ''), said('user', '')] });
    expect(prepared('anthropic', {}, options).options.prompt).toEqual([
      { role: 'user', content: [{ type: 'text', text: '' }] },
    ]);
  });

  it('puts instructions first for those who take them apart', () => {
    const late = { role: 'system' as const, content: 'Be kind.' };
    expect(prepared('google', {}, { prompt: [...prompt, late] }).options.prompt[0]).toEqual(late);
    expect(prepared('openai', {}, { prompt: [...prompt, late] }).options.prompt[1]).toEqual(late);
  });

  it('has the assistant take note where Mistral would refuse a user after a tool', () => {
    const output = { type: 'text' as const, value: '21' };
    const result = { type: 'tool-result' as const, toolCallId: 'a', toolName: 'f', output };
    const called = [{ role: 'tool' as const, content: [result] }, ...prompt];
    const roles = (dialect: Dialect) =>
      prepared(dialect, {}, { prompt: called }).options.prompt.map(({ role }) => role);
    expect(roles('mistral')).toEqual(['tool', 'assistant', 'user']);
    expect(roles('openai')).toEqual(['tool', 'user']);
  });

  it.each([
    ['{"a":1}', { a: 1 }],
    ['', {}],
    ['not json', { arguments: 'not json' }],
    ['[1]', { arguments: '[1]' }],
  ])('gives Claude arguments as an object, and others as they were: %j', (input, object) => {
    const call = { type: 'tool-call', toolCallId: 'a', toolName: 'f', input } as const;
    const said = [{ role: 'assistant' as const, content: [call] }];
    expect(prepared('anthropic', {}, { prompt: said }).options.prompt).toMatchObject([
      { content: [{ input: object }] },
    ]);
    expect(prepared('openai', {}, { prompt: said }).options.prompt).toMatchObject([{ content: [{ input }] }]);
  });
});
