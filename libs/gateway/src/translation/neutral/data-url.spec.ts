import { describe, expect, it } from '@jest/globals';
import { inlineData } from './data-url.js';

describe('inlineData', () => {
  it.each([
    ['data:image/png;base64,AAAA', { mediaType: 'image/png', data: 'AAAA' }],
    ['DATA:image/png;BASE64,AAAA', { mediaType: 'image/png', data: 'AAAA' }],
    ['data:text/plain;charset=utf-8;base64,AAAA', { mediaType: 'text/plain', data: 'AAAA' }],
    ['data:;base64,AAAA', { mediaType: 'image', data: 'AAAA' }],
    ['data:,a%20b', { mediaType: 'text/plain', data: Buffer.from('a b').toString('base64') }],
  ])('reads %s', (url, expected) => {
    expect(inlineData(url, 'image')).toEqual(expected);
  });

  it.each(['https://example.com/a,b', 'data:image/png', 'data:,%E0%A4%A', `data:${'x'.repeat(300)},a`])(
    'reads nothing from %s',
    (url) => {
      expect(inlineData(url)).toBeUndefined();
    },
  );
});
