import { once } from 'node:events';
import { type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { Decimal } from '../money/decimal.js';
import { type Cell, type Column } from './cell.js';
import { csvRows } from './csv-export.js';

const one: Column<Cell>[] = [{ header: 'v', value: (cell) => cell }];

/** With its byte order mark, which `text` of stream/consumers would take away. */
async function text(stream: Readable): Promise<string> {
  return (await buffer(stream)).toString();
}

async function field(cell: Cell): Promise<string> {
  return (await text(csvRows(one, [cell]))).slice('\uFEFFv\r\n'.length, -'\r\n'.length);
}

describe('csvRows', () => {
  it('writes a mark, a heading and the rows', async () => {
    const columns = [
      { header: 'Name', value: (row: { name: string; spent: Decimal }) => row.name },
      { header: 'Spent, USD', value: (row: { name: string; spent: Decimal }) => row.spent },
    ];
    const rows = [
      { name: 'Ada', spent: Decimal.parse('0.10') },
      { name: 'Bob "B"', spent: Decimal.parse('-3') },
    ];
    const stream = csvRows(columns, rows);
    expect(await text(stream)).toBe('\uFEFFName,"Spent, USD"\r\nAda,0.1\r\n"Bob ""B""",-3\r\n');
  });

  it.each<[Cell, string]>([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    ['line\nbreak', '"line\nbreak"'],
    [' edge ', '" edge "'],
    ['', ''],
    [null, ''],
    [undefined, ''],
    [true, 'TRUE'],
    [-5, '-5'],
    [1e21, '1e+21'],
    [12345678901234567890n, '12345678901234567890'],
    [Number.NaN, ''],
    [Number.POSITIVE_INFINITY, ''],
    [new Date('2026-01-02T03:04:05.006Z'), '2026-01-02T03:04:05.006Z'],
    [new Date(Number.NaN), ''],
    ['\uD800', '\uFFFD'],
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+49 30', "'+49 30"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ['\n=1', '"\'\n=1"'],
    ['＝1', "'＝1"],
    ["'=1", "'=1"],
    ['a=1', 'a=1'],
  ])('writes %j as %j', async (cell, written) => {
    expect(await field(cell)).toBe(written);
  });

  it('guards the heading too', async () => {
    expect(await text(csvRows([{ header: '=cmd', value: () => 1 }], []))).toBe("\uFEFF'=cmd\r\n");
  });

  it('takes rows only as fast as they are read, and lets the source go when the reader does', async () => {
    let taken = 0;
    let released = false;
    async function* source(): AsyncGenerator<string> {
      try {
        for (;;) {
          taken += 1;
          yield 'x'.repeat(1_000);
        }
      } finally {
        released = true;
      }
    }
    const stream = csvRows(one, source());
    await once(stream, 'readable');
    expect(taken).toBeLessThan(500);
    stream.destroy();
    await once(stream, 'close');
    expect(released).toBe(true);
  });

  it('fails with its source', async () => {
    async function* source(): AsyncGenerator<string> {
      yield 'x';
      throw new Error('the database went away');
    }
    await expect(text(csvRows(one, source()))).rejects.toThrow('the database went away');
  });
});
