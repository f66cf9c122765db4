import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContentKeys } from './content/content-keys.js';
import { ContentVault } from './content/content-vault.js';
import { FileContents } from './file-contents.service.js';
import { FileQuota } from './file-quota.js';
import { FileRecords } from './file-records.service.js';
import { FileUploads } from './file-uploads.service.js';
import { StoredFile } from './file.entity.js';
import { Files } from './files.service.js';
import { FileExpiry } from './keeping/file-expiry.service.js';
import { FileSweep } from './keeping/file-sweep.service.js';
import { fileStorageProvider } from './storage/file-storage.provider.js';

const services = [FileContents, FileExpiry, Files, FileSweep, FileUploads];

/** Files that people upload: in the API to bring and use them, in the worker to keep order among them. */
@Module({
  imports: [TypeOrmModule.forFeature([StoredFile])],
  providers: [...services, ContentKeys, ContentVault, FileQuota, FileRecords, fileStorageProvider],
  exports: services,
})
export class FilesModule {}
