import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { BilledAccount } from '@onegate/billing';
import { Clock, Database } from '@onegate/platform';
import type { SelectQueryBuilder } from 'typeorm';
import { ContentVault } from './content/content-vault.js';
import { StoredFile } from './file.entity.js';
import { fileContentLost, fileUnknown } from './file.errors.js';
import type { FileSearch } from './file.schema.js';
import { BytesMissing, type ByteRange } from './storage/file-storage.js';

export interface FilePage {
  readonly files: readonly StoredFile[];
  readonly hasMore: boolean;
}

export interface OpenFile {
  readonly file: StoredFile;
  readonly content: Readable;
  /** What of it the content is; undefined where it is all. */
  readonly range: ByteRange | undefined;
}

export type RangeOf = (file: StoredFile) => ByteRange | undefined;

/** The files of an account: those of others do not exist for it, nor those that have expired. */
@Injectable()
export class Files {
  constructor(
    private readonly database: Database,
    private readonly vault: ContentVault,
    private readonly clock: Clock,
  ) {}

  /** Ids sort by the time of making, so an id marks a place in the list even when its file is gone. */
  async list(account: BilledAccount, search: FileSearch): Promise<FilePage> {
    const isBackwards = search.before !== undefined && search.after === undefined;
    const isAscending = (search.order === 'asc') !== isBackwards;
    const mark = search.after ?? search.before;
    const query = this.visibleTo(account);
    if (search.purpose !== undefined) query.andWhere('file.purpose = :purpose', search);
    if (search.ids) query.andWhere('file.publicId = any(:ids)', search);
    if (mark !== undefined) query.andWhere(`file.publicId ${isAscending ? '>' : '<'} :mark`, { mark });
    const rows = await query
      .orderBy('file.publicId', isAscending ? 'ASC' : 'DESC')
      .limit(search.limit + 1)
      .getMany();
    const files = rows.slice(0, search.limit);
    return { files: isBackwards ? files.reverse() : files, hasMore: rows.length > search.limit };
  }

  async get(account: BilledAccount, id: string): Promise<StoredFile> {
    const file = await this.visibleTo(account).andWhere('file.publicId = :id', { id }).getOne();
    if (!file) throw fileUnknown({ id });
    return file;
  }

  async remove(account: BilledAccount, id: string): Promise<void> {
    await this.database.transaction(async () => {
      const file = await this.visibleTo(account)
        .andWhere('file.publicId = :id', { id })
        .setLock('pessimistic_write')
        .getOne();
      if (!file) throw fileUnknown({ id });
      await this.database.of(StoredFile).delete({ id: file.id });
      await this.database.afterCommit(() => this.vault.discard(file));
    });
  }

  /** A file and its content, or a range of it. A file may be replaced between its row and its bytes: then it is the new one. */
  async open(account: BilledAccount, id: string, rangeOf: RangeOf = () => undefined): Promise<OpenFile> {
    const file = await this.get(account, id);
    try {
      return await this.contentOf(file, rangeOf);
    } catch (error) {
      if (!(error instanceof BytesMissing)) throw error;
      const now = await this.get(account, id);
      if (now.storageName === file.storageName) throw fileContentLost({ id }, { cause: error });
      return this.contentOf(now, rangeOf);
    }
  }

  private async contentOf(file: StoredFile, rangeOf: RangeOf): Promise<OpenFile> {
    const range = rangeOf(file);
    return { file, range, content: await this.vault.get(file, range) };
  }

  private visibleTo({ kind, id }: BilledAccount): SelectQueryBuilder<StoredFile> {
    const column = kind === 'user' ? 'userId' : 'tenantId';
    return this.database
      .of(StoredFile)
      .createQueryBuilder('file')
      .where(`file.${column} = :account`, { account: id })
      .andWhere('(file.expiresAt is null or file.expiresAt > :now)', { now: this.clock.now() });
  }
}
