import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SseFrame } from './sse-frame.js';
import { SseFrames } from './sse-frames.js';

interface Seen {
  readonly event: string;
  readonly data: string;
}

const told = ({ event, data }: SseFrame): Seen => ({ event, data: data.toString() });

function framesOf(chunks: readonly Buffer[], limit?: number): Seen[] {
  const seen: Seen[] = [];
  const frames = new SseFrames((frame) => seen.push(told(frame)), limit);
  for (const chunk of chunks) frames.push(chunk);
  frames.end();
  return seen;
}

const cutAt = (bytes: Buffer, places: readonly number[]) => {
  const edges = [0, ...[...new Set(places)].sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
};

describe('SseFrames', () => {
  it.each([
    ['LF', 'data: a\n\ndata: b\n\n'],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n'],
    ['CR', 'data: a\r\rdata: b\r\r'],
    ['a mixture', 'data: a\r\n\ndata: b\n\r\n'],
    ['a byte order mark', '\ufeffdata: a\n\ndata: b\n\n'],
    ['comments and blank lines', ': hello\n\n\n:\n\ndata: a\n: in between\n\n\n\ndata: b\n\n'],
    ['no space behind the colon', 'data:a\n\ndata:b\n\n'],
    ['fields that it does not know', 'id: 1\ndata: a\nretry: 5\n\ndataset: x\ndata: b\n\n'],
    ['nothing behind the last frame', 'data: a\n\ndata: b'],
  ])('reads frames with %s, cut at any byte', (_name, text) => {
    const bytes = Buffer.from(text);
    const expected = [
      { event: '', data: 'a' },
      { event: '', data: 'b' },
    ];
    expect(framesOf([bytes])).toEqual(expected);
    for (let at = 1; at < bytes.length; at += 1) expect(framesOf(cutAt(bytes, [at]))).toEqual(expected);
    expect(framesOf([...bytes].map((byte) => Buffer.from([byte])))).toEqual(expected);
  });

  it('names events, joins lines of data, keeps one space of two and empty data', () => {
    const text =
      'event: ping\ndata:  two\ndata\ndata: three\n\nevent: gone\n\ndata:\n\nevent:last\r\ndata: 😀\r\n\r\n';
    const expected = [
      { event: 'ping', data: ' two\n\nthree' },
      { event: '', data: '' },
      { event: 'last', data: '😀' },
    ];
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 1) expect(framesOf(cutAt(bytes, [at]))).toEqual(expected);
  });

  it('does not hold on to the chunks of the relay, nor change them', () => {
    const chunk = Buffer.from('data: {"a":1}\n\ndata: {"b"');
    const before = Buffer.from(chunk);
    const seen: Seen[] = [];
    const frames = new SseFrames((frame) => seen.push(told(frame)));
    frames.push(chunk);
    expect(chunk.equals(before)).toBe(true);
    chunk.fill(0);
    frames.push(Buffer.from(':2}\n\n'));
    expect(seen.map(({ data }) => data)).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('tells of a frame beyond the limit its beginning and its end, and reads the next one', () => {
    const limit = 128 * 1024;
    const long = `event: big\ndata: {"type":"x","text":"${'a'.repeat(3_000_000)}","usage":{"n":1}}\n\n`;
    const bytes = Buffer.from(`${long}data: next\n\n`);
    const seen: SseFrame[] = [];
    const frames = new SseFrames((frame) => seen.push({ ...frame, data: Buffer.from(frame.data) }), limit);
    for (let at = 0; at < bytes.length; at += 7000) frames.push(bytes.subarray(at, at + 7000));
    const [big, next] = seen;
    expect(big).toMatchObject({ event: 'big', isCut: true });
    expect(big?.data.length).toBeLessThan(limit);
    expect(big?.data.toString().slice(0, 40)).toContain('"type":"x"');
    expect(big?.data.toString().trim().slice(-17)).toBe('"usage":{"n":1}}'.padStart(17, ','));
    expect(next && told(next)).toEqual({ event: '', data: 'next' });
  });

  it('reads the same wherever it is cut', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 }).map((line) => line.replaceAll(/[\r\n]/g, ''));
    const ending = fc.constantFrom('\n', '\r\n', '\r');
    const line = fc.tuple(
      fc.constantFrom('data: ', 'data:', 'event: ', ': ', 'id: ', 'data', 'x'),
      text,
      ending,
    );
    const frame = fc.tuple(fc.array(line, { maxLength: 4 }), ending);
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 6 }), fc.array(fc.nat({ max: 300 })), (stream, places) => {
        const bytes = Buffer.from(stream.map(([lines, end]) => lines.flat().join('') + end).join(''));
        const inside = places.filter((place) => place > 0 && place < bytes.length);
        expect(framesOf(cutAt(bytes, inside))).toEqual(framesOf([bytes]));
      }),
    );
  });
});
