import { describe, expect, it } from '@jest/globals';
import { jsonBytes } from '../json/json-bytes.js';
import { withoutForeignSeals } from './foreign-seals.js';

describe('the body for a provider that gets a conversation from another', () => {
  const text = { type: 'text', text: 'Hello' };
  const own = { type: 'thinking', thinking: 'Mine', signature: 'ErUBCkYIB' };
  const foreign = { type: 'thinking', thinking: 'Not mine', signature: 'onegate.v1.eyJwIjoiZ29vZ2xlIn0' };

  it('has no thoughts that another one signed, and all the rest', () => {
    const body = { messages: [{ role: 'assistant', content: [own, foreign, text] }], max_tokens: 10 };
    expect(withoutForeignSeals(body, jsonBytes(body))).toEqual({
      messages: [{ role: 'assistant', content: [own, text] }],
      max_tokens: 10,
    });
  });

  it('is the very same where there are none', () => {
    const body = { messages: [{ role: 'assistant', content: [own, text] }] };
    expect(withoutForeignSeals(body, jsonBytes(body))).toBe(body);
  });
});
