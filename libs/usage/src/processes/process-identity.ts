import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, orderedId, type Configuration } from '@onegate/platform';

/** What this process is called among all that hold money for calls: new with each start. */
@Injectable()
export class ProcessIdentity {
  readonly id = `p${orderedId()}`;
  /** For how long a process is believed to live without a sign of life. */
  readonly leaseMillis: number;

  constructor(@Inject(CONFIGURATION) config: Configuration) {
    this.leaseMillis = config.usage.leaseSeconds * 1000;
  }
}
