import { describe, expect, it } from '@jest/globals';
import { headerComplaint } from './header-rules.js';

describe('a header of an account', () => {
  it.each(['openai-organization', 'HTTP-Referer', 'X-Title', 'anthropic-beta'])('may be %s', (name) =>
    expect(headerComplaint(name, 'value')).toBeNull(),
  );

  it.each([
    'Authorization',
    'x-api-key',
    'API-Key',
    'Connection',
    'Transfer-Encoding',
    'Host',
    'content-length',
    'Proxy-Authorization',
    'X-Forwarded-For',
    'X-Amz-Security-Token',
    'Cookie',
    'with space',
    'with:colon',
    'with\nline',
    '',
  ])('may not be %j', (name) => expect(headerComplaint(name, 'value')).not.toBeNull());

  it.each(['a\r\nhost: other', 'ä', 'x'.repeat(4_097), '\u0000'])('may not have the value %j', (value) =>
    expect(headerComplaint('x-title', value)).not.toBeNull(),
  );

  it('is never quoted with its value', () => {
    expect(headerComplaint('x-title', 'secret\n')).not.toContain('secret');
  });
});
