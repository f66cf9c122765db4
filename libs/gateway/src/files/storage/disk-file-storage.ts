import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type Dirent } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BytesMissing, FileStorage, type ByteRange, type StoredBytes } from './file-storage.js';

const onlyOwner = { folder: 0o700, file: 0o600 };
const unfinishedFolder = 'unfinished';
const pageSize = 500;

/** Files in a folder. With more than one machine, all of them mount the same one. */
export class DiskFileStorage extends FileStorage {
  constructor(private readonly root: string) {
    super();
  }

  /** Under another name until every byte is on the disk; then the name appears, whole. */
  override async write(name: string, body: Readable): Promise<void> {
    const target = this.pathOf(name);
    const unfinished = path.join(this.root, unfinishedFolder, randomUUID());
    try {
      await makeFolder(path.dirname(unfinished));
      await makeFolder(path.dirname(target));
      await pipeline(body, createWriteStream(unfinished, { flags: 'wx', mode: onlyOwner.file, flush: true }));
      await rename(unfinished, target);
      await flushFolder(path.dirname(target));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  override async read(name: string, range?: ByteRange): Promise<Readable> {
    const handle = await open(this.pathOf(name)).catch((cause: unknown) => {
      throw isAbsence(cause) ? new BytesMissing({ cause }) : cause;
    });
    return createReadStream('', { fd: handle, ...range });
  }

  override async has(name: string): Promise<boolean> {
    return access(this.pathOf(name)).then(
      () => true,
      (error: unknown) => {
        if (isAbsence(error)) return false;
        throw error;
      },
    );
  }

  override async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  override async *list(prefix: string): AsyncGenerator<readonly StoredBytes[]> {
    for await (const names of pagesOf(this.walk(prefix))) {
      const found = await Promise.all(names.map((name) => this.describe(name)));
      yield found.filter((one) => one !== undefined);
    }
  }

  override async clearUnfinished(before: Date): Promise<number> {
    const folder = path.join(this.root, unfinishedFolder);
    let cleared = 0;
    for (const { name } of await entriesOf(folder)) {
      const file = path.join(folder, name);
      const writtenAt = await timeOf(file);
      if (writtenAt === undefined || writtenAt >= before) continue;
      await rm(file, { force: true });
      cleared += 1;
    }
    return cleared;
  }

  private pathOf(name: string): string {
    return path.join(this.root, ...name.split('/'));
  }

  /** A folder at a time, so that memory does not grow with the number of files. */
  private async *walk(prefix: string): AsyncGenerator<string> {
    const folder = prefix.replace(/\/$/, '');
    for (const entry of await entriesOf(this.pathOf(folder))) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* this.walk(name);
      else yield name;
    }
  }

  private async describe(name: string): Promise<StoredBytes | undefined> {
    const writtenAt = await timeOf(this.pathOf(name));
    return writtenAt && { name, writtenAt };
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: onlyOwner.folder });
}

/** A new name survives a power cut only once its folder is on the disk as well. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

async function timeOf(file: string): Promise<Date | undefined> {
  const found = await stat(file).catch((error: unknown) => {
    if (isAbsence(error)) return undefined;
    throw error;
  });
  return found?.mtime;
}

async function* pagesOf(names: AsyncIterable<string>): AsyncGenerator<string[]> {
  let page: string[] = [];
  for await (const name of names) {
    page.push(name);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  yield page;
}

function isAbsence(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
