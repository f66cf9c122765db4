import { Injectable } from '@nestjs/common';
import { FileExpiry, FileSweep, removeExpiredFiles, sweepFiles } from '@onegate/gateway';
import type { Processor } from '@onegate/platform';

@Injectable()
class FileExpiryProcessor implements Processor<object> {
  readonly job = removeExpiredFiles;

  constructor(private readonly expiry: FileExpiry) {}

  process(): Promise<unknown> {
    return this.expiry.removeExpired();
  }
}

@Injectable()
class FileSweepProcessor implements Processor<object> {
  readonly job = sweepFiles;

  constructor(private readonly files: FileSweep) {}

  process(): Promise<unknown> {
    return this.files.sweep();
  }
}

export const fileProcessors = [FileExpiryProcessor, FileSweepProcessor];
