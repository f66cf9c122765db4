import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { EventPartitions, makeEventPartitions } from '@onegate/usage';

@Injectable()
export class UsagePartitionsProcessor implements Processor<object> {
  readonly job = makeEventPartitions;

  constructor(private readonly partitions: EventPartitions) {}

  process(): Promise<void> {
    return this.partitions.makeAhead();
  }
}
