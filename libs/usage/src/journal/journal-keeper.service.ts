import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIGURATION, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import { ProcessIdentity } from '../processes/process-identity.js';
import { claimFolder, giveUpClaim, idOfFolder, isAbandoned, takeOver, touchClaim } from './journal-claim.js';
import type { JournalEntry } from './journal-line.js';
import { Journal, type JournalForm } from './journal.js';

const touchEveryMillis = 5_000;
/** Another process takes a journal that was silent for a minute; long before, its owner makes sure that it is his. */
const doubtMillis = 30_000;
/** How many leases pass until journals of the dead are looked for again. */
const leasesToAdopt = 2;
const retryMillis = 1_000;
const bytesPerMegabyte = 1024 * 1024;
const longestSegment = 8 * bytesPerMegabyte;
/** The file that is being written stays when Postgres has all of it: it must never fill the journal by itself. */
const fewestSegments = 8;

interface Kept {
  readonly journal: Journal;
  readonly folder: string;
}

export interface WrittenEntry {
  readonly journal: Journal;
  readonly entry: JournalEntry;
}

/** The journal of this process, and those of dead ones that it brings to their end. */
@Injectable()
export class JournalKeeper implements OnApplicationShutdown {
  private readonly root: string;
  private readonly form: JournalForm;
  private readonly mostBytes: number;
  private readonly adopted = new Map<string, Kept>();
  private own: Promise<Kept> | null = null;
  private ownJournal: Journal | null = null;
  private ownCount = 0;
  private touchedAt = 0;
  private isBroken = false;
  private renewedAt = 0;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    @Inject(CONFIGURATION) config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly identity: ProcessIdentity,
  ) {
    this.root = path.join(config.runtime.dataDir, 'journal');
    this.mostBytes = config.usage.journalMegabytes * bytesPerMegabyte;
    const segmentBytes = Math.min(longestSegment, this.mostBytes / fewestSegments);
    this.form = { sync: config.usage.journalSync, segmentBytes };
  }

  /** Looks for what dead processes left, now and from time to time. */
  async start(): Promise<void> {
    await this.adopt();
    this.every(leasesToAdopt * this.identity.leaseMillis, () => this.adopt());
    this.every(touchEveryMillis, () => this.touch());
  }

  /** All that may have something which Postgres has not. */
  async journals(): Promise<Journal[]> {
    const own = this.own ? [(await this.own).journal] : [];
    return [...own, ...[...this.adopted.values()].map(({ journal }) => journal)];
  }

  private get bytes(): number {
    let bytes = this.ownJournal?.bytes ?? 0;
    for (const { journal } of this.adopted.values()) bytes += journal.bytes;
    return bytes;
  }

  /** Whether there is room for more charges, and they can be written. */
  hasRoom(): boolean {
    if (this.isBroken && performance.now() - this.renewedAt > retryMillis) void this.replaceBroken();
    return !this.isBroken && this.bytes < this.mostBytes;
  }

  async append(entry: Omit<JournalEntry, 'seq'>): Promise<WrittenEntry> {
    try {
      if (performance.now() - this.touchedAt > doubtMillis) await this.touch();
      const { journal } = await this.openOwn();
      return { journal, entry: await journal.append(entry) };
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }

  /** What was adopted and is at its end leaves no trace. */
  async dropFinished(): Promise<void> {
    for (const [id, { journal }] of this.adopted) {
      if (journal.open.size > 0) continue;
      this.adopted.delete(id);
      await journal.close();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    const own = await this.own?.catch(() => null);
    for (const { journal, folder } of [...(own ? [own] : []), ...this.adopted.values()]) {
      await journal.close();
      await giveUpClaim(folder);
    }
  }

  private openOwn(): Promise<Kept> {
    this.own ??= this.create().catch((error: unknown) => {
      this.own = null;
      throw error;
    });
    return this.own;
  }

  /** Under its name only once it has an owner, so that nobody takes it for abandoned. */
  private async create(): Promise<Kept> {
    this.ownCount += 1;
    const id = this.ownCount === 1 ? this.identity.id : `${this.identity.id}-${this.ownCount}`;
    const folder = path.join(this.root, id);
    const unready = path.join(this.root, `.${id}`);
    await mkdir(unready, { recursive: true });
    await claimFolder(unready);
    await rename(unready, folder);
    this.touchedAt = performance.now();
    this.ownJournal = new Journal(id, folder, this.form);
    return { journal: this.ownJournal, folder };
  }

  private async touch(): Promise<void> {
    for (const { folder } of this.adopted.values()) await touchClaim(folder).catch(() => undefined);
    const own = await this.own?.catch(() => null);
    if (!own) return;
    try {
      await touchClaim(own.folder);
      this.touchedAt = performance.now();
    } catch (err) {
      this.log.error(
        { err },
        'The journal of this process is gone or was taken over, going on with a new one',
      );
      await this.renew();
    }
  }

  /** What is in the broken one is still told and heard of. */
  private async replaceBroken(): Promise<void> {
    this.renewedAt = performance.now();
    const own = await this.own?.catch(() => null);
    if (own) this.adopted.set(own.journal.id, own);
    await this.renew().catch((err: unknown) => this.log.warn({ err }, 'There is no new journal yet'));
  }

  private async renew(): Promise<void> {
    this.own = null;
    await this.openOwn();
    this.isBroken = false;
  }

  private async adopt(): Promise<void> {
    const names = await readdir(this.root).catch(() => []);
    for (const name of names.filter((name) => !name.startsWith('.'))) {
      await this.adoptOne(name).catch((err: unknown) =>
        this.log.warn({ err, journal: name }, 'A journal could not be taken over'),
      );
    }
  }

  private async adoptOne(name: string): Promise<void> {
    const folder = path.join(this.root, name);
    if (!(await isAbandoned(folder))) return;
    const id = idOfFolder(name);
    const taken = await takeOver(folder, id);
    if (taken === null) return;
    const journal = new Journal(id, taken, this.form);
    await journal.load();
    this.adopted.set(id, { journal, folder: taken });
    this.log.info(
      { journal: id, charges: journal.open.size },
      'The journal of an earlier process was taken over',
    );
    await this.dropFinished();
  }

  private every(millis: number, work: () => Promise<void>): void {
    const run = (): void =>
      void work().catch((err: unknown) => this.log.warn({ err }, 'A journal was not kept'));
    this.timers.push(setInterval(run, millis).unref());
  }
}
