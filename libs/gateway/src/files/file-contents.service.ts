import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import type { BilledAccount } from '@onegate/billing';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { inlineTooLarge } from './file.errors.js';
import { Files } from './files.service.js';

/** A file as a call to a model carries it. */
export interface InlineFile {
  readonly id: string;
  readonly filename: string;
  readonly mimeType: string;
  readonly data: Buffer;
}

/** Finds the file that a call names. Fails with `file.not_found` for what the caller has not. */
export type ReadFile = (id: string) => Promise<InlineFile>;

/** The content of files for calls to models, within what one call may carry. */
@Injectable()
export class FileContents {
  constructor(
    private readonly files: Files,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** A reader for one call: each file is read once, and all of them together are limited. */
  readerFor(account: BilledAccount): ReadFile {
    const known = new Map<string, Promise<InlineFile>>();
    let left = this.config.files.inlineBytes;
    const read: ReadFile = async (id) => {
      const { bytes } = await this.files.get(account, id);
      left -= Number(bytes);
      if (left < 0) throw inlineTooLarge({ limit: this.config.files.inlineBytes });
      return this.read(account, id, Number(bytes));
    };
    return (id) => {
      const reading = known.get(id) ?? read(id);
      known.set(id, reading);
      return reading;
    };
  }

  /** The whole of a file, provided that it has no more bytes than that. */
  async read(account: BilledAccount, id: string, limit: number): Promise<InlineFile> {
    const { file, content } = await this.files.open(account, id);
    if (Number(file.bytes) > limit) {
      content.destroy();
      throw inlineTooLarge({ limit });
    }
    return { id, filename: file.filename, mimeType: file.mimeType, data: await buffer(content) };
  }
}
