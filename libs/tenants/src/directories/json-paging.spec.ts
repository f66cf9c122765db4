import { describe, expect, it } from '@jest/globals';
import { nextJsonPage } from './json-paging.js';

const url = new URL('https://api.example.com/people?size=10&page=3');

describe('nextJsonPage', () => {
  it('counts on, and keeps the rest of the address', () => {
    const next = nextJsonPage({ url, document: {}, paging: { by: 'number', parameter: 'page', first: 1 } });
    expect(next?.href).toBe('https://api.example.com/people?size=10&page=4');
  });

  it('goes on behind a cursor until there is none', () => {
    const paging = { by: 'cursor', parameter: 'after', next: 'meta.next' } as const;
    const after = (next: unknown) => nextJsonPage({ url, document: { meta: { next } }, paging })?.search;
    expect(after('a b')).toBe('?size=10&page=3&after=a+b');
    expect(after(42)).toBe('?size=10&page=3&after=42');
    for (const none of [null, undefined, '', false]) expect(after(none)).toBeUndefined();
  });

  it('follows a link within the same place only', () => {
    const paging = { by: 'link', next: 'next' } as const;
    const to = (next: string | null) => nextJsonPage({ url, document: { next }, paging })?.href;
    expect(to('/people?page=9')).toBe('https://api.example.com/people?page=9');
    expect(to(null)).toBeUndefined();
    for (const away of [
      'https://evil.example/',
      'http://api.example.com/',
      '//evil.example',
      'https://api.example.com:8443/',
    ]) {
      expect(() => to(away)).toThrow('another place');
    }
  });
});
