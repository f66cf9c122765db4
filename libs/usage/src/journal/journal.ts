import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { entryOf, lineOf, type JournalEntry } from './journal-line.js';
import { SegmentWriter, type SyncPolicy } from './segment-writer.js';

const segmentPattern = /^(\d+)\.jsonl$/;

interface Segment {
  readonly number: number;
  bytes: number;
  /** Those of its entries that Postgres is not known to have. */
  readonly open: Set<number>;
}

export interface JournalForm {
  readonly sync: SyncPolicy;
  /** After so much a new file is begun. */
  readonly segmentBytes: number;
}

/** An entry that Postgres is not known to have. */
export interface OpenEntry {
  readonly segment: number;
  /** When Redis took it, by the clock of this process; 0 while it has not. */
  toldAt: number;
  isBeingTold: boolean;
}

/**
 * Charges in files, in the order in which they were settled, until Postgres has them. A segment is deleted once
 * Postgres has everything in it.
 */
export class Journal {
  readonly open = new Map<number, OpenEntry>();
  private readonly segments = new Map<number, Segment>();
  private writer: Promise<SegmentWriter> | null = null;
  private current: Segment | null = null;
  private lastSeq = 0;

  constructor(
    readonly id: string,
    private readonly folder: string,
    private readonly form: JournalForm,
  ) {}

  get bytes(): number {
    let bytes = 0;
    for (const segment of this.segments.values()) bytes += segment.bytes;
    return bytes;
  }

  /** What an earlier process left. It is not written to any more. */
  async load(): Promise<void> {
    for (const number of await this.numbers()) {
      const segment = this.segment(number);
      segment.bytes = (await stat(this.pathOf(number))).size;
      for await (const { seq } of this.entriesIn(number)) {
        segment.open.add(seq);
        this.open.set(seq, { segment: number, toldAt: 0, isBeingTold: false });
      }
    }
    await this.dropFinished();
  }

  /** Resolved once it survives the end of this process. */
  async append(entry: Omit<JournalEntry, 'seq'>): Promise<JournalEntry> {
    this.lastSeq += 1;
    const numbered = { ...entry, seq: this.lastSeq };
    const line = lineOf(numbered);
    const segment = this.segmentFor(line.length);
    segment.bytes += line.length;
    segment.open.add(numbered.seq);
    this.open.set(numbered.seq, { segment: segment.number, toldAt: 0, isBeingTold: true });
    try {
      await (await this.writerOf(segment)).append(line);
      return numbered;
    } catch (error) {
      this.forget(numbered.seq);
      this.writer = null;
      this.current = null;
      throw error;
    }
  }

  /**
   * What Redis has to be told of. Asked for twice a second, over all that Postgres has not yet: a copy of the entries made
   * two hundred thousand objects a second in a process whose worker was a minute behind.
   */
  untold(): Set<number> {
    const untold = new Set<number>();
    this.open.forEach(({ toldAt, isBeingTold }, seq) => {
      if (toldAt === 0 && !isBeingTold) untold.add(seq);
    });
    return untold;
  }

  /** Postgres has them. */
  async finish(seqs: readonly number[]): Promise<void> {
    for (const seq of seqs) this.forget(seq);
    await this.dropFinished();
  }

  /** The entries among these that are still open, as they were written. */
  async *read(seqs: ReadonlySet<number>): AsyncGenerator<JournalEntry> {
    const numbers = new Set([...seqs].map((seq) => this.open.get(seq)?.segment));
    for (const number of [...numbers].toSorted((a = 0, b = 0) => a - b)) {
      if (number === undefined) continue;
      for await (const entry of this.entriesIn(number)) {
        if (seqs.has(entry.seq) && this.open.has(entry.seq)) yield entry;
      }
    }
  }

  /** Leaves no trace where nothing is open, else everything for whoever adopts it. */
  async close(): Promise<void> {
    const writer = await this.writer?.catch(() => null);
    await writer?.close();
    this.writer = null;
    this.current = null;
    if (this.open.size === 0) await rm(this.folder, { recursive: true, force: true });
  }

  private forget(seq: number): void {
    const segment = this.open.get(seq)?.segment;
    this.open.delete(seq);
    if (segment !== undefined) this.segments.get(segment)?.open.delete(seq);
  }

  private async dropFinished(): Promise<void> {
    for (const segment of this.segments.values()) {
      if (segment === this.current || segment.open.size > 0) continue;
      this.segments.delete(segment.number);
      await rm(this.pathOf(segment.number), { force: true });
    }
  }

  private segmentFor(length: number): Segment {
    if (!this.current || this.current.bytes + length > this.form.segmentBytes) {
      void this.writer?.then((writer) => writer.close()).catch(() => undefined);
      this.writer = null;
      this.current = this.segment(this.nextNumber());
    }
    return this.current;
  }

  private nextNumber(): number {
    return Math.max(0, ...this.segments.keys(), this.current?.number ?? 0) + 1;
  }

  private segment(number: number): Segment {
    const segment = { number, bytes: 0, open: new Set<number>() };
    this.segments.set(number, segment);
    return segment;
  }

  private writerOf({ number }: Segment): Promise<SegmentWriter> {
    this.writer ??= SegmentWriter.open(this.pathOf(number), this.form.sync);
    return this.writer;
  }

  private async *entriesIn(number: number): AsyncGenerator<JournalEntry> {
    const input = createReadStream(this.pathOf(number));
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const entry = entryOf(line);
      if (entry) yield entry;
    }
  }

  private async numbers(): Promise<number[]> {
    const names = await readdir(this.folder);
    return names
      .flatMap((name) => segmentPattern.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((a, b) => a - b);
  }

  private pathOf(number: number): string {
    return path.join(this.folder, `${number}.jsonl`);
  }
}
