import { pipeline, type Readable, type Transform } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Failure, LOGGER, type Logger } from '@onegate/platform';
import type { StoredFile } from '../file.entity.js';
import { fileContentLost, storageFailed, uploadIncomplete } from '../file.errors.js';
import { BytesMissing, FileStorage, type ByteRange } from '../storage/file-storage.js';
import { ContentKeys } from './content-keys.js';
import { Measure, type ByteLimit } from './measure.js';
import { Verified } from './verified.js';

/** What is known of content that the storage has. */
export type KeptContent = Pick<StoredFile, 'storageName' | 'sealedKey' | 'bytes' | 'sha256'>;

/** Brings content into the storage, encrypted, and back out, checked. Nothing is ever held as a whole. */
@Injectable()
export class ContentVault {
  constructor(
    private readonly storage: FileStorage,
    private readonly keys: ContentKeys,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Keeps everything that the source gives, or nothing of it. */
  async put(source: Readable, limit: ByteLimit): Promise<KeptContent> {
    const { encryption, ...names } = this.keys.create();
    const measure = new Measure(limit);
    const body = chain(source, measure, encryption);
    try {
      await this.storage.write(names.storageName, body);
    } catch (error) {
      const cause = body.errored ?? error;
      body.destroy(storageFailed({ cause }));
      throw cause instanceof Failure ? cause : storageFailed({ cause });
    }
    return { ...names, bytes: BigInt(measure.bytes), sha256: measure.digest() };
  }

  async get(file: StoredFile, range?: ByteRange): Promise<Readable> {
    const decryption = this.keys.decryption(file, range?.start);
    const lost = (cause?: unknown) => fileContentLost({ id: file.publicId }, { cause });
    const stored = await this.storage.read(file.storageName, range).catch((cause: unknown) => {
      throw cause instanceof BytesMissing ? cause : storageFailed({ cause });
    });
    const steps = range ? [decryption] : [decryption, new Verified(file.sha256, lost)];
    return pipeline([stored, ...steps], ignore) as Transform;
  }

  /** Bytes that nobody names any more. Should this fail, the sweep finds them. */
  async discard(content: Pick<KeptContent, 'storageName'>): Promise<void> {
    try {
      await this.storage.remove(content.storageName);
    } catch (err) {
      this.log.warn({ err }, 'The content of a file could not be removed');
    }
  }
}

/** Whoever reads the end of the chain sees what went wrong in it; a source that breaks off is an upload that did. */
function chain(source: Readable, measure: Measure, encryption: Transform): Readable {
  encryption.on('error', ignore);
  const blame = (cause: unknown) => {
    const isOwnFault = measure.errored === null && encryption.errored === null;
    if (isOwnFault) encryption.destroy(cause instanceof Failure ? cause : uploadIncomplete({ cause }));
  };
  source.once('error', blame);
  if (source.destroyed) blame(source.errored);
  return pipeline([source, measure, encryption], ignore) as Transform;
}

/** What went wrong is raised by the stream itself. */
function ignore(): void {}
