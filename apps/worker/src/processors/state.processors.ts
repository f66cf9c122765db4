import { Injectable } from '@nestjs/common';
import { forgetOldState, StateRetention, sweepResponses } from '@onegate/gateway';
import type { Processor } from '@onegate/platform';

@Injectable()
class StateRetentionProcessor implements Processor<object> {
  readonly job = forgetOldState;

  constructor(private readonly retention: StateRetention) {}

  process(): Promise<void> {
    return this.retention.forgetOld();
  }
}

@Injectable()
class ResponseSweepProcessor implements Processor<object> {
  readonly job = sweepResponses;

  constructor(private readonly retention: StateRetention) {}

  process(): Promise<void> {
    return this.retention.sweep();
  }
}

export const stateProcessors = [StateRetentionProcessor, ResponseSweepProcessor];
