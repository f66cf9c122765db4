import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { Decimal } from '../money/decimal.js';
import type { Cell, Column } from './cell.js';
import { jsonlRows } from './jsonl-export.js';

const columns: Column<Cell>[] = [
  { header: 'v', value: (cell) => cell },
  { header: 'kind', value: (cell) => typeof cell },
];

async function line(cell: Cell): Promise<unknown> {
  const written = await text(jsonlRows(columns, [cell]));
  expect(written.endsWith('}\n')).toBe(true);
  return (JSON.parse(written) as { v: unknown }).v;
}

describe('jsonlRows', () => {
  it('writes an object on a line for each row, and nothing for none', async () => {
    expect(await text(jsonlRows(columns, ['a', 1]))).toBe(
      '{"v":"a","kind":"string"}\n{"v":1,"kind":"number"}\n',
    );
    expect(await text(jsonlRows(columns, []))).toBe('');
  });

  it.each<[Cell, unknown]>([
    ['line\nbreak "and" =more', 'line\nbreak "and" =more'],
    [true, true],
    [null, null],
    [undefined, null],
    [12345678901234567890n, '12345678901234567890'],
    [Decimal.parse('-0.000000001'), '-0.000000001'],
    [new Date('2026-01-02T03:04:05.678Z'), '2026-01-02T03:04:05.678Z'],
    ['\uD800', '\uFFFD'],
  ])('%p is read back as %p', async (cell, read) => {
    expect(await line(cell)).toEqual(read);
  });
});
