import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { RecordingStream, type Recording, type RecordingTerms } from './recording-stream.js';

const piece = Buffer.alloc(32 * 1024, 'é');

function source(pieces: number) {
  const state = { read: 0, isStopped: false };
  async function* produce(): AsyncGenerator<Buffer> {
    try {
      for (; state.read < pieces; state.read += 1) {
        await setImmediate();
        yield piece;
      }
    } finally {
      state.isStopped = state.read < pieces;
    }
  }
  return { state, readable: Readable.from(produce(), { objectMode: false }) };
}

function recording(readable: Readable, terms: Partial<RecordingTerms> = {}) {
  const heard: Recording[] = [];
  const ended = Promise.withResolvers<Recording>();
  const stream = new RecordingStream(readable, {
    mostBytes: 100 * piece.length,
    outlivesClient: true,
    ended: async (one) => {
      heard.push(one);
      ended.resolve(one);
    },
    ...terms,
  });
  return { stream, heard, ended: ended.promise };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
}

describe('a recorded stream', () => {
  it('passes all bytes, and has them all at its end', async () => {
    const { stream, heard } = recording(source(20).readable);
    const bytes = await buffer(stream);
    expect(bytes.length).toBe(20 * piece.length);
    expect(heard.map((one) => bytes.equals(Buffer.from(one)))).toEqual([true]);
  });

  it('does not run ahead of a client that reads nothing', async () => {
    const { state, readable } = source(100);
    const { stream } = recording(readable);
    await turns(300);
    expect(state.read).toBeLessThan(10);
    stream.destroy();
  });

  it('is heard to its end when the client has left', async () => {
    const { readable } = source(50);
    const { stream, ended } = recording(readable);
    await once(stream, 'readable');
    stream.destroy();
    expect(await ended).toHaveLength(50 * piece.length);
  });

  it('stops with the client where nobody waits for a repeat', async () => {
    const { state, readable } = source(50);
    const { stream, ended } = recording(readable, { outlivesClient: false });
    await once(stream, 'readable');
    stream.destroy();
    expect(await ended).toBe('broken_off');
    expect(state.isStopped).toBe(true);
  });

  it('keeps nothing of an answer that is too long, and passes it on', async () => {
    const { stream, heard } = recording(source(20).readable, { mostBytes: 3 * piece.length });
    expect(await buffer(stream)).toHaveLength(20 * piece.length);
    expect(heard).toEqual(['too_large']);
  });

  it('stops once it is too long for anybody to wait for it', async () => {
    const { state, readable } = source(1_000);
    const { stream, ended } = recording(readable, { mostBytes: 10 * piece.length });
    await once(stream, 'readable');
    stream.destroy();
    expect(await ended).toBe('too_large');
    expect(state.read).toBeLessThan(30);
  });

  it('breaks off as its source does', async () => {
    const broken = Readable.from(
      (async function* () {
        yield piece;
        throw new Error('away');
      })(),
      { objectMode: false },
    );
    const { stream, heard } = recording(broken);
    await expect(buffer(stream)).rejects.toThrow('away');
    expect(heard).toEqual(['broken_off']);
  });
});
