import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { EventPartitions, EventRetention, keepEventPartitions } from '@onegate/usage';

@Injectable()
export class UsagePartitionsProcessor implements Processor<object> {
  readonly job = keepEventPartitions;

  constructor(
    private readonly partitions: EventPartitions,
    private readonly retention: EventRetention,
  ) {}

  /** Coming months first: without them nothing could be taken in. */
  async process(): Promise<void> {
    await this.partitions.makeAhead();
    await this.retention.retire();
  }
}
