import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { KeyRing, SecretBox } from '@onegate/platform';
import fc from 'fast-check';
import { fileTooLarge, fileContentLost } from '../file.errors.js';
import { ContentKeys } from './content-keys.js';
import { Measure } from './measure.js';
import { Verified } from './verified.js';

function keysOf(...ids: string[]): ContentKeys {
  const ring = new KeyRing(ids.map((id) => ({ id, secret: Buffer.alloc(32, id) })));
  return new ContentKeys(ring, new SecretBox(ring));
}

const through = (data: Buffer, stream: NodeJS.ReadWriteStream) => buffer(Readable.from([data]).pipe(stream));

describe('ContentKeys', () => {
  const keys = keysOf('one');

  it('decrypt from any place what they encrypted', async () => {
    const content = randomBytes(5_000);
    const { encryption, ...names } = keys.create();
    const encrypted = await through(content, encryption);
    expect(encrypted).toHaveLength(content.length);
    expect(encrypted.includes(content.subarray(0, 16))).toBe(false);
    const place = fc.integer({ min: 0, max: content.length });
    await fc.assert(
      fc.asyncProperty(place, place, async (one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        const part = await through(encrypted.subarray(start, end), keys.decryption(names, start));
        expect(part.equals(content.subarray(start, end))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('make names that nobody guesses, in a folder for each master secret', () => {
    const [one, other] = [keys.create(), keys.create()];
    expect(one.storageName).toMatch(/^[0-9a-f]{8}\/[0-9a-f]{2}\/[0-9a-f]{30}$/);
    expect(one.storageName).not.toBe(other.storageName);
    expect(keys.folders()).toEqual([one.storageName.slice(0, 9)]);
    expect(keysOf('two', 'one').folders()).toEqual(expect.arrayContaining(keys.folders()));
  });

  it('open a key only under the name that it was made for', () => {
    const [one, other] = [keys.create(), keys.create()];
    expect(() => keys.decryption({ ...one, storageName: other.storageName })).toThrow();
  });
});

describe('Measure', () => {
  it('counts and hashes, and breaks off one byte above the limit', async () => {
    const limit = { bytes: 10, exceeded: () => fileTooLarge({ limit: 10 }) };
    const measure = new Measure(limit);
    await through(Buffer.from('0123456789'), measure);
    expect(measure.bytes).toBe(10);
    expect(measure.digest()).toBe(createHash('sha256').update('0123456789').digest('hex'));
    await expect(through(Buffer.alloc(11), new Measure(limit))).rejects.toMatchObject({
      code: 'file.too_large',
    });
  });
});

describe('Verified', () => {
  const pieces = [randomBytes(1000), randomBytes(1000), randomBytes(10)];
  const hash = createHash('sha256').update(Buffer.concat(pieces)).digest('hex');
  const lost = () => fileContentLost({ id: 'file-x' });

  it('passes on what is right', async () => {
    const out = await buffer(Readable.from(pieces).pipe(new Verified(hash, lost)));
    expect(out.equals(Buffer.concat(pieces))).toBe(true);
    const empty = createHash('sha256').digest('hex');
    expect(await buffer(Readable.from([]).pipe(new Verified(empty, lost)))).toHaveLength(0);
  });

  it('breaks off before the last piece of what is not', async () => {
    const stream = Readable.from(pieces).pipe(new Verified(hash.replace(/^./, 'x'), lost));
    let length = 0;
    const all = async () => {
      for await (const piece of stream) length += (piece as Buffer).length;
    };
    await expect(all()).rejects.toMatchObject({ code: 'file.content_lost' });
    expect(length).toBeLessThan(2010);
  });
});
