import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { LOGGER, type Logger } from '@onegate/platform';
import { HoldBook } from '../holds/hold-book.service.js';
import { ProcessLease } from '../processes/process-lease.service.js';
import { LostFigures } from './lost-figures.service.js';
import { VoidRecords } from './void-records.service.js';

/** By then a living process has noticed that Redis lost its lease, and renewed it. */
const leasesUntilStray = 2;
/** A charge that is not heard of for so long should be in the books by now. */
const leasesUntilOverdue = 20;

export interface Swept {
  readonly voided: number;
  readonly deadProcesses: number;
  readonly cleared: number;
}

/** Every hold ends: those of processes that are gone, and those that nobody ended, end here. */
@Injectable()
export class HoldSweep {
  constructor(
    private readonly lease: ProcessLease,
    private readonly holds: HoldBook,
    private readonly records: VoidRecords,
    private readonly figures: LostFigures,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async sweep(isThorough: boolean): Promise<Swept> {
    const dead = await this.lease.dead();
    let voided = 0;
    for (const process of dead) voided += await this.sweepProcess(process);
    const { aged, cleared } = await this.sweepLiving(isThorough);
    return { voided: voided + aged, deadProcesses: dead.length, cleared };
  }

  /** Forgotten only once everything of it has ended and is written down. */
  private async sweepProcess(process: string): Promise<number> {
    let voided = 0;
    const tags = await this.lease.tagsOf(process);
    for (const tag of tags) voided += await this.end(tag, process);
    // It may have died with a Redis that was set back, which it would have told.
    await this.figures.tell(tags);
    await this.lease.bury(process);
    this.log.warn(
      { process, voided },
      'A process ended without its calls, what was held for them is free again',
    );
    return voided;
  }

  private async sweepLiving(isThorough: boolean): Promise<{ aged: number; cleared: number }> {
    const overdueMillis = leasesUntilOverdue * this.lease.leaseMillis;
    let [aged, cleared] = [0, 0];
    const living = await this.lease.all();
    for (const tag of await this.tagsOf(living)) {
      aged += await this.endStray(tag, living);
      if (isThorough) cleared += await this.figures.clearBooked(tag, overdueMillis);
    }
    return { aged, cleared };
  }

  private async tagsOf(processes: readonly string[]): Promise<Set<AccountTag>> {
    const tags = await Promise.all(processes.map((process) => this.lease.tagsOf(process)));
    return new Set(tags.flat());
  }

  /** Also what a process held that died before it noticed that Redis had lost its lease. */
  private async endStray(tag: AccountTag, living: readonly string[]): Promise<number> {
    const voided = await this.holds.voidStray(tag, living, leasesUntilStray * this.lease.leaseMillis);
    await this.records.collect(tag);
    return voided;
  }

  private async end(tag: AccountTag, process: string): Promise<number> {
    const voided = await this.holds.void(tag, process);
    await this.records.collect(tag);
    return voided;
  }
}
