import { Injectable } from '@nestjs/common';
import { orderedId } from '@onegate/platform';

/** What this process is called among all that hold money for calls: new with each start. */
@Injectable()
export class ProcessIdentity {
  readonly id = `p${orderedId()}`;
}
