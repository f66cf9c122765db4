import { describe, expect, it } from '@jest/globals';
import { freeAnswer } from './free-answer.js';

const free = (text: string): string => freeAnswer(Buffer.from(text)).toString();
const usage = (cost: number) =>
  `{"prompt_tokens":3,"cost":${cost},"is_byok":false,"cost_details":{"upstream_inference_cost":null,"upstream_inference_prompt_cost":${cost}}}`;

describe('An answer that costs nothing this time', () => {
  it('says so in its usage, and is the same in all else', () => {
    expect(free(`{"id":"gen-1","n":1.0,"usage":${usage(0.25)}}`)).toBe(
      `{"id":"gen-1","n":1.0,"usage":${usage(0)}}`,
    );
  });

  it('says so on the chunk that ends a stream, whatever its text has in it', () => {
    const stream = (cost: number): string =>
      [
        ': OPENROUTER PROCESSING',
        'data: {"choices":[{"delta":{"content":"the \\"usage\\" of"}}]}',
        `data: {"choices":[{"delta":{"content":"a\u2028b"},"finish_reason":"stop"}],"usage":${usage(cost)}}`,
        'data: [DONE]',
        '',
      ].join('\n\n');
    expect(free(stream(0.25))).toBe(stream(0));
  });

  it.each(['', 'no JSON', '{"choices":[]}', 'data: {"usage":null}\n\n', 'data: {"usage"\n\n'])(
    'is as it was where it tells none: %s',
    (text) => {
      expect(free(text)).toBe(text);
    },
  );
});
