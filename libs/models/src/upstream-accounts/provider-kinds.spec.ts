import { describe, expect, it } from '@jest/globals';
import { speaks } from './provider-kinds.js';

describe('What passes as chat to Vertex AI', () => {
  const vertex = { kind: 'vertex', settings: {} } as const;

  it.each([
    ['meta/llama-4-maverick-17b-128e-instruct-maas', true],
    ['gemini-2.5-flash', false],
    ['claude-sonnet-4-6', false],
    ['endpoints/1234567890', false],
  ])('%s: %s', (name, isPassed) => {
    expect(speaks(vertex, 'openai-chat', name)).toBe(isPassed);
  });
});
