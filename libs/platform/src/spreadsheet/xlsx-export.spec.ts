import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { crc32, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Decimal } from '../money/decimal.js';
import { type Cell, type Column } from './cell.js';
import { xlsxCell } from './xlsx-cell.js';
import { xlsxRows } from './xlsx-export.js';
import { columnLetters } from './xlsx-sheet.js';
import { zipStream } from './zip-stream.js';

const one: Column<Cell>[] = [{ header: 'v', value: (cell) => cell }];

/** Reads an archive by its directory, as a strict reader does, and checks sums, sizes and positions. */
function unzip(archive: Buffer): Map<string, string> {
  const end = archive.subarray(-22);
  expect(end.readUInt32LE(0)).toBe(0x06054b50);
  let at = end.readUInt32LE(16);
  expect(at + end.readUInt32LE(12)).toBe(archive.length - 22);
  const files = new Map<string, string>();
  for (let left = end.readUInt16LE(10); left > 0; left -= 1) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const [crc, packed, size] = [16, 20, 24].map((field) => archive.readUInt32LE(at + field));
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    expect(archive.readUInt32LE(local)).toBe(0x04034b50);
    const start = local + 30 + archive.readUInt16LE(local + 26);
    const content = inflateRawSync(archive.subarray(start, start + (packed ?? 0)));
    expect([crc32(content), content.length]).toEqual([crc, size]);
    files.set(name, content.toString());
    at += 46 + nameLength;
  }
  return files;
}

async function workbook(rows: Iterable<Cell>, rowsPerSheet?: number): Promise<Map<string, string>> {
  return unzip(await buffer(xlsxRows(one, rows, rowsPerSheet)));
}

describe('xlsxRows', () => {
  it('is a package with all its parts', async () => {
    const files = await workbook(['a']);
    expect([...files.keys()].sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    expect(files.get('xl/worksheets/sheet1.xml')).toContain(
      '<row r="2"><c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve">a</t></is></c></row></sheetData>',
    );
  });

  it.each([
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
  ])('puts %s rows on %s sheets of three lines', async (count, sheets) => {
    const files = await workbook(
      Array.from({ length: count }, (_, index) => index),
      3,
    );
    const names = [...files.keys()].filter((name) => name.startsWith('xl/worksheets/'));
    expect(names).toHaveLength(sheets);
    const all = names.map((name) => files.get(name) ?? '').join('');
    expect([...all.matchAll(/<v>(\d+)<\/v>/g)].map(([, value]) => Number(value))).toEqual([
      ...Array(count).keys(),
    ]);
    expect(all.match(/<row r="1">/g)).toHaveLength(sheets);
    expect(files.get('xl/workbook.xml')?.match(/<sheet /g)).toHaveLength(sheets);
    expect(files.get('[Content_Types].xml')?.match(/sheet\d+\.xml/g)).toHaveLength(sheets);
  });

  it('gives the same bytes for the same rows', async () => {
    const [first, second] = [await buffer(xlsxRows(one, ['a'])), await buffer(xlsxRows(one, ['a']))];
    expect(first.equals(second)).toBe(true);
  });

  it('takes rows only as fast as they are read, and lets the source go when the reader does', async () => {
    let taken = 0;
    const released = Promise.withResolvers<void>();
    async function* source(): AsyncGenerator<number> {
      try {
        for (;;) {
          taken += 1;
          yield Math.random();
        }
      } finally {
        released.resolve();
      }
    }
    const stream = xlsxRows(one, source());
    await once(stream, 'readable');
    stream.destroy();
    await released.promise;
    expect(taken).toBeLessThan(100_000);
  });

  it('fails with its source', async () => {
    async function* source(): AsyncGenerator<string> {
      yield 'x';
      throw new Error('the database went away');
    }
    await expect(buffer(xlsxRows(one, source()))).rejects.toThrow('the database went away');
  });
});

describe('xlsxCell', () => {
  it.each<[Cell, string]>([
    [5, '<c r="A1"><v>5</v></c>'],
    [Decimal.parse('-0.10'), '<c r="A1"><v>-0.1</v></c>'],
    [true, '<c r="A1" t="b"><v>1</v></c>'],
    [new Date('2026-01-02T12:00:00Z'), '<c r="A1" s="2"><v>46024.5</v></c>'],
    ['', ''],
    [null, ''],
    [Number.NaN, ''],
  ])('writes %j as %s', (cell, xml) => {
    expect(xlsxCell('A1', cell)).toBe(xml);
  });

  it.each<[Cell, string]>([
    ['a<b>&"c', 'a&lt;b&gt;&amp;"c'],
    ['nul\u0000 bell\u0007 tab\t', 'nul bell tab\t'],
    ['a\r\nb', 'a&#13;\nb'],
    ['_x000D_', '_x005F_x000D_'],
    ['\uD800', '\uFFFD'],
    ['\uFFFE', ''],
    [12345678901234567890n, '12345678901234567890'],
    [new Date('1850-01-01T00:00:00Z'), '1850-01-01T00:00:00.000Z'],
  ])('writes %j as text', (cell, written) => {
    expect(xlsxCell('A1', cell)).toBe(
      `<c r="A1" s="0" t="inlineStr"><is><t xml:space="preserve">${written}</t></is></c>`,
    );
  });

  it('keeps what looks like a formula text for ever', () => {
    expect(xlsxCell('A1', '=1+1')).toContain('s="1" t="inlineStr"');
    expect(xlsxCell('A1', '=1+1')).not.toContain('<f>');
  });

  it('cuts text at what Excel can hold', () => {
    expect(xlsxCell('A1', 'x'.repeat(40_000)).match(/x+(?=<\/t>)/)?.[0]).toHaveLength(32_767);
  });
});

describe('columnLetters', () => {
  it('counts as spreadsheets do', () => {
    expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnLetters)).toEqual([
      'A',
      'Z',
      'AA',
      'AZ',
      'BA',
      'ZZ',
      'AAA',
      'XFD',
    ]);
  });
});

describe('zipStream', () => {
  it('fails in clear words when it outgrows the format', async () => {
    async function* content(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.alloc(1_000);
    }
    async function* entries() {
      yield { name: 'a', content: content() };
    }
    const drain = async (): Promise<void> => {
      for await (const chunk of zipStream(entries(), 100_000)) expect(chunk).toBeDefined();
    };
    await expect(drain()).rejects.toThrow(/4 GiB/);
  });
});
