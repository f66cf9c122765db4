import { describe, expect, it } from '@jest/globals';
import { troubleOfAnswer } from './trouble.js';

describe('An answer with a status that is not good', () => {
  it.each([
    "This model's maximum context length is 8192 tokens.",
    'prompt is too long: 3333404 tokens > 200000 maximum',
    'Input is too long for requested model.',
    'The model returned the following errors: Input Tokens Exceeded: Number of input tokens exceeds it.',
    'The input token count (1250074) exceeds the maximum number of tokens allowed (1048576).',
    'too many tokens: size limit exceeded by 25836 tokens.',
    '{"error":{"message":"All messages are too long.","type":"too_many_prompt_tokens","code":400}}',
  ])('tells of a prompt that is too long: %s', (text) => {
    const { outcome, failure } = troubleOfAnswer(400, text, {});
    expect([outcome, failure.code]).toEqual(['rejected', 'gateway.context_length_exceeded']);
  });

  it.each(['max_tokens is too large: 99999.', 'Expected a string with maximum length 64.'])(
    'does not where another field is too long: %s',
    (text) => expect(troubleOfAnswer(400, text, {}).failure.code).toBe('gateway.upstream_refused'),
  );

  it('tells of a limit, whatever its words are', () => {
    const text = '{"message":"Too many tokens, please wait before trying again."}';
    const { outcome, failure } = troubleOfAnswer(429, text, { 'retry-after': '3' });
    expect([outcome, failure.code]).toEqual(['rate_limited', 'gateway.upstream_rate_limited']);
    expect(failure.headers).toEqual({ 'retry-after': '3' });
  });
});
