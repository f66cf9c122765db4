/** The records of the ZIP format, as streamed: sizes follow the content, because they are not known before it. */
export interface ZipEntryRecord {
  readonly name: string;
  readonly offset: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
}

const versionNeeded = 20;
/** Bit 3: sizes follow in a data descriptor. Bit 11: names are UTF-8. */
const flags = 0x08_08;
const deflated = 8;
/** 1980-01-01 00:00, the format's zero: the same rows give the same bytes. */
const [dosTime, dosDate] = [0, 0x00_21];

export function localHeader(name: string): Buffer {
  const nameBytes = Buffer.from(name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04_03_4b_50, 0);
  writeCommon(header, 4);
  header.writeUInt16LE(nameBytes.length, 26);
  return Buffer.concat([header, nameBytes]);
}

export function dataDescriptor({ crc, packedSize, size }: ZipEntryRecord): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08_07_4b_50, 0);
  writeSizes(descriptor, 4, { crc, packedSize, size });
  return descriptor;
}

export function centralHeader(entry: ZipEntryRecord): Buffer {
  const nameBytes = Buffer.from(entry.name);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02_01_4b_50, 0);
  header.writeUInt16LE(versionNeeded, 4);
  writeCommon(header, 6);
  writeSizes(header, 16, entry);
  header.writeUInt16LE(nameBytes.length, 28);
  header.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([header, nameBytes]);
}

export function endOfDirectory(entries: number, directorySize: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}

/** What a local and a central header share: version, flags, method, time, date. */
function writeCommon(header: Buffer, at: number): void {
  [versionNeeded, flags, deflated, dosTime, dosDate].forEach((value, index) =>
    header.writeUInt16LE(value, at + index * 2),
  );
}

function writeSizes(
  header: Buffer,
  at: number,
  entry: Pick<ZipEntryRecord, 'crc' | 'packedSize' | 'size'>,
): void {
  header.writeUInt32LE(entry.crc, at);
  header.writeUInt32LE(entry.packedSize, at + 4);
  header.writeUInt32LE(entry.size, at + 8);
}
