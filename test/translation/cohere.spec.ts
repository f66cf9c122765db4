import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlayingProvider } from './playing-provider.js';
import { wholeBody } from './translating.js';

describe('Models of Cohere', () => {
  let provider: PlayingProvider;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
    provider.answers({
      message: { role: 'assistant', content: [{ type: 'text', text: '31 degrees' }] },
      finish_reason: 'COMPLETE',
      usage: { tokens: { input_tokens: 1, output_tokens: 1 } },
    });
  });
  afterAll(() => provider.stop());

  it('are given what an assistant said beside his calls as their plan', async () => {
    const called = (name: string) => ({ type: 'function', function: { name, arguments: '{}' } });
    const messages = [
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'Where are you?' },
      { role: 'user', content: 'In Rome.' },
      { role: 'assistant', content: 'I look it up.', tool_calls: [{ id: 'a', ...called('weather') }] },
      { role: 'tool', tool_call_id: 'a', content: 'Which day?' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'b', ...called('today') }] },
      { role: 'tool', tool_call_id: 'b', content: 'Sunday' },
    ];
    await wholeBody({ kind: 'cohere', address: provider.address, body: { messages } });
    expect(provider.lastCall.body['messages']).toEqual([
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'Where are you?' },
      { role: 'user', content: 'In Rome.' },
      { role: 'assistant', tool_plan: 'I look it up.', tool_calls: [{ id: 'a', ...called('weather') }] },
      { role: 'tool', tool_call_id: 'a', content: 'Which day?' },
      { role: 'assistant', tool_calls: [{ id: 'b', ...called('today') }] },
      { role: 'tool', tool_call_id: 'b', content: 'Sunday' },
    ]);
  });
});
