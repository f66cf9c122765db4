import { Injectable } from '@nestjs/common';
import { forgetOldSignIns, SignInRetention } from '@onegate/auth';
import type { Processor } from '@onegate/platform';

@Injectable()
export class SignInRetentionProcessor implements Processor<object> {
  readonly job = forgetOldSignIns;

  constructor(private readonly retention: SignInRetention) {}

  process(): Promise<void> {
    return this.retention.forgetOld();
  }
}
