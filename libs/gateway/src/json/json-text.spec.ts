import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withFields, withoutFields } from './json-text.js';

const anyText = fc.string({ unit: 'grapheme' });
const anyJson = fc.jsonValue({ stringUnit: 'grapheme' });

describe('the edit of a JSON text', () => {
  it('changes the value of a field and no other byte', () => {
    const text = ' {"a" : 1.0, "model":"x\\"y" ,\n"b":{"model":"inner","c":[1,{"d":"}"}]}, "e":1e5}\n';
    expect(withFields(text, { model: 'up' })).toBe(text.replace('"x\\"y"', '"up"'));
  });

  it('adds a field that is missing, at the end', () => {
    expect(withFields('{"a":1}', { b: { c: true } })).toBe('{"a":1,"b":{"c":true}}');
    expect(withFields(' { } ', { b: 1 })).toBe(' { "b":1} ');
  });

  it('edits a field that stands there twice in both places', () => {
    expect(withFields('{"model":"a","x":1,"model":"b"}', { model: 'c' })).toBe(
      '{"model":"c","x":1,"model":"c"}',
    );
  });

  it('knows a key in any spelling', () => {
    expect(withFields('{"mod\\u0065l":"a"}', { model: 'c' })).toBe('{"mod\\u0065l":"c"}');
  });

  it('takes fields out', () => {
    expect(withoutFields('{"a":1, "b":[{"a":2}], "c":"x"}', new Set(['a', 'c']))).toBe('{"b":[{"a":2}]}');
    expect(withoutFields('{"a":1.0}', new Set(['b']))).toBe('{"a":1.0}');
    expect(withoutFields('{"a":1}', new Set(['a']))).toBe('{}');
  });

  it('leaves the bytes of a text as they are, whatever it is written in', () => {
    const bytes = Buffer.from('{"größe":"ç ✓ 🙂","model":"ä","user":"é"}');
    expect(withFields(bytes, { model: 'ü', größe: 'groß' }).toString()).toBe(
      '{"größe":"groß","model":"ü","user":"é"}',
    );
    expect(withoutFields(bytes, new Set(['größe', 'user'])).toString()).toBe('{"model":"ä"}');
  });

  it('means the same as the edit of the object, whatever the object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(anyText, anyJson),
        anyText,
        anyJson,
        fc.constantFrom(undefined, 1, '\t'),
        (object, key, value, indent) => {
          const text = JSON.stringify(object, null, indent);
          const plain: unknown = JSON.parse(text);
          const expected = { ...(plain as object), [key]: JSON.parse(JSON.stringify(value)) as unknown };
          if (key === '__proto__') return;
          const edited = withFields(text, { [key]: value });
          expect(JSON.parse(edited)).toEqual(expected);
          expect(withFields(Buffer.from(text), { [key]: value }).toString()).toBe(edited);
        },
      ),
    );
  });
});
