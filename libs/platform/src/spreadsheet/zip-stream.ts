import { pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import {
  type ZipEntryRecord,
  centralHeader,
  dataDescriptor,
  endOfDirectory,
  localHeader,
} from './zip-records.js';

/** Beyond it the format wants its 64-bit extension, which not every reader knows. */
const maxBytes = 0xff_ff_ff_ff;

/** The export has grown over what a plain ZIP can hold. */
export class ArchiveTooLarge extends Error {
  readonly code = 'export.too_large';

  constructor() {
    super('The workbook has grown over 4 GiB; export fewer rows at once, or as CSV');
    this.name = 'ArchiveTooLarge';
  }
}

export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<Buffer>;
}

/** Archives entries one after the other as they are made; nothing but the directory is kept. */
export async function* zipStream(
  entries: AsyncIterable<ZipEntry>,
  limit: number = maxBytes,
): AsyncGenerator<Buffer> {
  const records: ZipEntryRecord[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const header = localHeader(entry.name);
    yield header;
    const record = yield* packed(entry, offset, limit);
    const descriptor = dataDescriptor(record);
    yield descriptor;
    records.push(record);
    offset += header.length + record.packedSize + descriptor.length;
    refuseOver(limit, offset);
  }
  const directory = Buffer.concat(records.map(centralHeader));
  refuseOver(limit, offset + directory.length);
  yield Buffer.concat([directory, endOfDirectory(records.length, directory.length, offset)]);
}

async function* packed(
  { name, content }: ZipEntry,
  offset: number,
  limit: number,
): AsyncGenerator<Buffer, ZipEntryRecord> {
  const seen = { crc: 0, size: 0, packedSize: 0 };
  const deflate = createDeflateRaw({ level: 5 });
  // A failure destroys the deflater, and so reaches the reader below; the callback has nothing to add.
  pipeline(measured(content, seen), deflate, () => {});
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    seen.packedSize += chunk.length;
    refuseOver(limit, offset + seen.packedSize, seen.size);
    yield chunk;
  }
  return { name, offset, ...seen };
}

async function* measured(
  content: AsyncIterable<Buffer>,
  seen: { crc: number; size: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    seen.crc = crc32(chunk, seen.crc);
    seen.size += chunk.length;
    yield chunk;
  }
}

function refuseOver(limit: number, ...sizes: number[]): void {
  if (sizes.some((size) => size > limit)) throw new ArchiveTooLarge();
}
