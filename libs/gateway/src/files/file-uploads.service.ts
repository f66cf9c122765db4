import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { ContentVault, type KeptContent } from './content/content-vault.js';
import { fileAccountOf } from './file-account.js';
import { fileNameOf, filePathOf } from './file-name.js';
import { FileQuota } from './file-quota.js';
import { FileRecords, type Recorded } from './file-records.service.js';
import type { StoredFile } from './file.entity.js';
import { fileMissing, fileTypeRefused } from './file.errors.js';
import type { UploadDetails } from './file.schema.js';
import { isAccepted, mediaTypeOf } from './media-type.js';

/** Content as it arrives, and what its sender says of it. */
export interface IncomingFile {
  readonly content: Readable;
  readonly filename?: string;
  readonly mimeType?: string;
}

/** Takes the one file of an upload while it arrives. */
export type TakeFile = (file: IncomingFile) => Promise<void>;

type Uploader = Pick<Principal, 'userId' | 'key'>;
type Taken = KeptContent & Pick<StoredFile, 'filename' | 'mimeType'>;

const day = 86_400;

/** Brings files in: content first, then the row; until there is a row there is no file, and its content is taken away. */
@Injectable()
export class FileUploads {
  constructor(
    private readonly vault: ContentVault,
    private readonly quota: FileQuota,
    private readonly records: FileRecords,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /**
   * An upload whose details may come before or after its content: `read` goes through it, hands the file to `take`
   * when it comes to it, and answers the details in the end.
   */
  async upload(who: Uploader, read: (take: TakeFile) => Promise<UploadDetails>): Promise<StoredFile> {
    const taken: Taken[] = [];
    const { file } = await this.orDiscard(taken, async () => {
      const details = await read(async (file) => {
        taken.push(await this.take(who, file));
      });
      const [content] = taken;
      if (!content) throw fileMissing();
      return this.record(who, content, details, null);
    });
    return file;
  }

  /** A file at a path, in place of what was there. */
  async put(who: Uploader, toldPath: string, file: Omit<IncomingFile, 'filename'>): Promise<Recorded> {
    const path = filePathOf(toldPath);
    const taken: Taken[] = [];
    return this.orDiscard(taken, async () => {
      const content = await this.take(who, { ...file, filename: path }, path);
      taken.push(content);
      return this.record(who, content, { purpose: 'user_data' }, path);
    });
  }

  private async take(who: Uploader, file: IncomingFile, replacedPath?: string): Promise<Taken> {
    const filename = fileNameOf(file.filename);
    const mimeType = mediaTypeOf(file.mimeType, filename);
    const { types } = this.config.files;
    if (!isAccepted(mimeType, types)) throw fileTypeRefused({ type: mimeType, accepted: types.join(', ') });
    const limit = await this.quota.limitFor(fileAccountOf(who), replacedPath);
    return { ...(await this.vault.put(file.content, limit)), filename, mimeType };
  }

  private record(who: Uploader, content: Taken, details: UploadDetails, path: string | null) {
    return this.records.record(fileAccountOf(who), {
      ...content,
      path,
      purpose: details.purpose,
      createdBy: who.userId,
      lifetimeSeconds: this.lifetimeOf(details),
    });
  }

  private lifetimeOf({ expiresInSeconds, purpose }: UploadDetails): number | null {
    const kept = this.config.files.keepDays || Infinity;
    const preset = Math.min(kept, purpose === 'batch' ? 30 : Infinity) * day;
    const seconds = expiresInSeconds ?? preset;
    return Number.isFinite(seconds) ? seconds : null;
  }

  private async orDiscard<Result>(taken: readonly Taken[], work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      for (const content of taken) await this.vault.discard(content);
      throw error;
    }
  }
}
