import { describe, expect, it } from '@jest/globals';
import { isLoopbackUrl } from './loopback.js';

describe('isLoopbackUrl', () => {
  it.each(['http://127.0.0.1:48801/auth', 'http://localhost:5000/', 'http://[::1]:48801/auth?x=1'])(
    'takes %s',
    (url) => {
      expect(isLoopbackUrl(url)).toBe(true);
    },
  );

  it.each([
    'https://evil.example/auth',
    'http://127.0.0.1.evil.example/auth',
    'http://127.0.0.1@evil.example/auth',
    'http://user@127.0.0.1/auth',
    'http://localhost.evil.example',
    'javascript:alert(1)',
    '//127.0.0.1/auth',
    'http://127.0.0.1/#x',
    '',
  ])('refuses "%s"', (url) => {
    expect(isLoopbackUrl(url)).toBe(false);
  });
});
