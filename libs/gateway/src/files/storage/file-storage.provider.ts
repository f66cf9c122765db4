import path from 'node:path';
import type { Provider } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { DiskFileStorage } from './disk-file-storage.js';
import { FileStorage } from './file-storage.js';

/** The storage that the configuration names. */
export const fileStorageProvider: Provider = {
  provide: FileStorage,
  inject: [CONFIGURATION],
  useFactory: (config: Configuration): FileStorage | Promise<FileStorage> => {
    const { storage, folder } = config.files;
    return storage === 's3'
      ? inBucket(config)
      : new DiskFileStorage(folder ?? path.join(config.runtime.dataDir, 'files'));
  },
};

/** Amazon's library is loaded only where it is used. */
async function inBucket(config: Configuration): Promise<FileStorage> {
  const { s3PlaceOf } = await import('./s3-connection.js');
  const { S3FileStorage } = await import('./s3-file-storage.js');
  return new S3FileStorage(s3PlaceOf(config), config.files.maxBytes);
}
