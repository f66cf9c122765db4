import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { aggregateUsage, UsageAggregation } from '@onegate/usage';

@Injectable()
export class UsageAggregationProcessor implements Processor<object> {
  readonly job = aggregateUsage;

  constructor(private readonly aggregation: UsageAggregation) {}

  process(): Promise<number> {
    return this.aggregation.sumUp();
  }
}
