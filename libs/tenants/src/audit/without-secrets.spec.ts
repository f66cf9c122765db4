import { describe, expect, it } from '@jest/globals';
import { withoutSecrets } from './without-secrets.js';

describe('withoutSecrets', () => {
  it('keeps what changed and hides what is secret, at any depth', () => {
    const at = new Date(0);
    expect(
      withoutSecrets({
        name: { from: 'A', to: 'B' },
        password: 'x',
        list: [{ apiKey: 'x', id: 1 }],
        access_token: 'x',
        codec: 'kept',
        tokensPerMinute: 7,
        quota: 5n,
        at,
        gone: null,
      }),
    ).toEqual({
      name: { from: 'A', to: 'B' },
      password: '[changed]',
      list: [{ apiKey: '[changed]', id: 1 }],
      access_token: '[changed]',
      codec: 'kept',
      tokensPerMinute: 7,
      quota: '5',
      at,
      gone: null,
    });
  });
});
