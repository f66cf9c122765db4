import { Injectable } from '@nestjs/common';
import { MailSweep, sweepMail, type Processor } from '@onegate/platform';

@Injectable()
export class MailSweepProcessor implements Processor<object> {
  readonly job = sweepMail;

  constructor(private readonly sweep: MailSweep) {}

  async process(): Promise<{ started: number }> {
    await this.sweep.forgetOld();
    return this.sweep.startWaiting();
  }
}
