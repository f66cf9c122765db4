import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { HoldSweep, sweepHolds, type SweepHolds } from '@onegate/usage';

@Injectable()
export class HoldSweepProcessor implements Processor<SweepHolds> {
  readonly job = sweepHolds;

  constructor(private readonly holds: HoldSweep) {}

  process({ isThorough }: SweepHolds): Promise<object> {
    return this.holds.sweep(isThorough);
  }
}
