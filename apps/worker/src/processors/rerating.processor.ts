import { Injectable } from '@nestjs/common';
import type { JobRun, Processor } from '@onegate/platform';
import { rerate, ReratingWork, type Rerate } from '@onegate/usage';

@Injectable()
export class ReratingProcessor implements Processor<Rerate> {
  readonly job = rerate;

  constructor(private readonly work: ReratingWork) {}

  async process({ publicId }: Rerate, { isLast }: JobRun): Promise<object> {
    const { state } = await this.work.carryOut(publicId, isLast);
    return { state };
  }
}
