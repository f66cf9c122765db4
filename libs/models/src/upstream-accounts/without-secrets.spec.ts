import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutSecrets } from './without-secrets.js';

describe('the words of a provider', () => {
  it('lose a key that they quote, in full or in part', () => {
    const key = 'sk-proj-abcdefghijklmnop';
    expect(withoutSecrets(`Incorrect API key provided: ${key}.`, [key])).toBe(
      'Incorrect API key provided: [hidden].',
    );
    expect(withoutSecrets('Incorrect key sk-proj-ab*******mnop.', [key])).toBe(
      'Incorrect key [hidden]*******mnop.',
    );
    expect(withoutSecrets('No such model.', [key])).toBe('No such model.');
  });

  it('never hold six characters of a secret, whatever the secrets and the words', () => {
    const text = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 20 }), text, text, (secret, before, after) => {
        fc.pre(!'[hidden]'.includes(secret.slice(0, 1)));
        const left = withoutSecrets(`${before}${secret}${after}`, [secret]);
        return !left.includes(secret);
      }),
    );
  });
});
