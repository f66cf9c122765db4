import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fileNameOf, filePathOf } from './file-name.js';
import { isAccepted, isText, mediaTypeOf } from './media-type.js';

describe('fileNameOf', () => {
  it('has a name for everything, without folders and control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (told) => {
        const name = fileNameOf(told);
        expect(name).not.toMatch(/[/\\\p{Cc}]/u);
        expect(name.length).toBeGreaterThan(0);
        expect(Array.from(name).length).toBeLessThanOrEqual(255);
        expect(encodeURIComponent(name)).toBeTruthy();
      }),
    );
    expect(fileNameOf(undefined)).toBe('unnamed');
    expect(fileNameOf('a\r\nset-cookie: x')).toBe('aset-cookie: x');
  });
});

describe('filePathOf', () => {
  it('takes names with slashes between them', () => {
    expect(filePathOf('a/b c/ü…/.hidden')).toBe('a/b c/ü…/.hidden');
  });

  it.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    'a/..',
    'a/./b',
    'a\u0000',
    'a\n',
    '\ud800',
    'x'.repeat(1025),
  ])('refuses %j', (told) => {
    expect(() => filePathOf(told)).toThrow(expect.objectContaining({ code: 'file.path_invalid' }));
  });
});

describe('mediaTypeOf', () => {
  it.each([
    ['text/CSV; charset=utf-8', 'a', 'text/csv'],
    ['application/octet-stream', 'a.PDF', 'application/pdf'],
    [undefined, 'a.jsonl', 'application/jsonl'],
    ['nonsense', 'a', 'application/octet-stream'],
    ['text/html\r\nx: y', 'a.png', 'image/png'],
    ['', 'constructor', 'application/octet-stream'],
  ])('%j for %j is %s', (told, name, type) => {
    expect(mediaTypeOf(told, name)).toBe(type);
  });

  it('is held against a list with wildcards', () => {
    expect(isAccepted('image/png', [])).toBe(true);
    expect(isAccepted('image/png', ['application/pdf', 'Image/*'])).toBe(true);
    expect(isAccepted('imagery/png', ['image/*'])).toBe(false);
    expect(isText('application/vnd.api+json')).toBe(true);
    expect(isText('application/pdf')).toBe(false);
  });
});
