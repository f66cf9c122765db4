import { writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** When what was written is forced onto the disk. */
export type SyncPolicy = 'always' | 'interval' | 'never';

const syncEveryMillis = 200;

interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Appends lines to one file. What comes in while a write is under way is written together by the next one, so that a
 * busy process writes rarely and an idle one at once.
 */
export class SegmentWriter {
  private waiting: Waiting[] = [];
  private running: Promise<void> | null = null;
  private isDirty = false;
  private isSyncing = false;
  /** A write that failed may have left half a line. */
  private isTorn = false;
  private readonly syncing: NodeJS.Timeout | undefined;

  private constructor(
    private readonly handle: FileHandle,
    private readonly policy: SyncPolicy,
  ) {
    if (policy !== 'interval') return;
    this.syncing = setInterval(() => void this.sync().catch(() => undefined), syncEveryMillis).unref();
  }

  static async open(path: string, policy: SyncPolicy): Promise<SegmentWriter> {
    return new SegmentWriter(await open(path, 'a'), policy);
  }

  /** Resolved once the line survives the end of this process. */
  append(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ text, resolve, reject });
      this.running ??= this.write();
    });
  }

  async close(): Promise<void> {
    clearInterval(this.syncing);
    await this.running;
    await this.sync().catch(() => undefined);
    await this.handle.close();
  }

  private async write(): Promise<void> {
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.writeLines(batch.map(({ text }) => text).join(''));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.isTorn = true;
        for (const { reject } of batch) reject(error);
      }
    }
    this.running = null;
  }

  private async writeLines(text: string): Promise<void> {
    const buffer = Buffer.from(this.isTorn ? `\n${text}` : text);
    if (this.policy === 'always' || this.isSyncing) await this.writeAll(buffer);
    else writeAtOnce(this.handle.fd, buffer);
    this.isTorn = false;
    this.isDirty = true;
    if (this.policy === 'always') await this.sync();
  }

  /** On another thread: the disk is busy, and the event loop would wait for it. */
  private async writeAll(buffer: Buffer): Promise<void> {
    let written = 0;
    while (written < buffer.length) {
      written += (await this.handle.write(buffer, written)).bytesWritten;
    }
  }

  private async sync(): Promise<void> {
    if (!this.isDirty) return;
    this.isDirty = false;
    this.isSyncing = true;
    await this.handle.datasync().finally(() => (this.isSyncing = false));
  }
}

/** Into the memory of the system, which takes a few microseconds; waking another thread for it takes ten times as long. */
function writeAtOnce(file: number, buffer: Buffer): void {
  let written = 0;
  while (written < buffer.length) written += writeSync(file, buffer, written);
}
