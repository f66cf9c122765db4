import { Injectable } from '@nestjs/common';
import { tagOf, type BilledAccount } from '@onegate/billing';
import { Clock, Database, orderedId } from '@onegate/platform';
import { ContentVault, type KeptContent } from './content/content-vault.js';
import { ownerOf, scopeOf } from './file-account.js';
import { FileQuota } from './file-quota.js';
import { StoredFile } from './file.entity.js';

/** A file whose content is kept and that has no row yet. */
export interface NewFile extends KeptContent {
  readonly filename: string;
  readonly mimeType: string;
  readonly purpose: StoredFile['purpose'];
  readonly path: string | null;
  readonly createdBy: number;
  /** How long it is kept; null is until it is deleted. */
  readonly lifetimeSeconds: number | null;
}

export interface Recorded {
  readonly file: StoredFile;
  readonly isNew: boolean;
}

/** Writes down which files there are. One upload at a time for an account, so that its quota is exact. */
@Injectable()
export class FileRecords {
  constructor(
    private readonly database: Database,
    private readonly quota: FileQuota,
    private readonly vault: ContentVault,
    private readonly clock: Clock,
  ) {}

  /** A file at a path takes the place of the one that was there, under the same id. */
  record(account: BilledAccount, file: NewFile): Promise<Recorded> {
    return this.database.exclusively(`files/${tagOf(account)}`, async () => {
      await this.quota.admit(account, file.bytes, file.path ?? undefined);
      const earlier = file.path === null ? null : await this.at(account, file.path);
      return earlier ? this.replace(earlier, file) : this.add(account, file);
    });
  }

  private at(account: BilledAccount, path: string): Promise<StoredFile | null> {
    return this.database.of(StoredFile).findOneBy({ ...scopeOf(account), path });
  }

  private async add(account: BilledAccount, file: NewFile): Promise<Recorded> {
    const row = { ...this.rowOf(file), ...ownerOf(account) };
    const { updatedAt: createdAt } = row;
    const publicId = `file-${orderedId(createdAt.getTime())}`;
    return { file: await this.database.of(StoredFile).save({ ...row, publicId, createdAt }), isNew: true };
  }

  private async replace(earlier: StoredFile, file: NewFile): Promise<Recorded> {
    const { storageName } = earlier;
    const saved = await this.database.of(StoredFile).save({ ...earlier, ...this.rowOf(file) });
    await this.database.afterCommit(() => this.vault.discard({ storageName }));
    return { file: saved, isNew: false };
  }

  private rowOf({ lifetimeSeconds, ...row }: NewFile) {
    const updatedAt = this.clock.now();
    const expiresAt =
      lifetimeSeconds === null ? null : new Date(updatedAt.getTime() + lifetimeSeconds * 1000);
    return { ...row, expiresAt, updatedAt };
  }
}
