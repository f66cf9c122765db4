import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { ContentLog, forgetContents } from '@onegate/usage';

@Injectable()
export class ContentRetentionProcessor implements Processor<object> {
  readonly job = forgetContents;

  constructor(private readonly contents: ContentLog) {}

  process(): Promise<number> {
    return this.contents.forgetOld();
  }
}
