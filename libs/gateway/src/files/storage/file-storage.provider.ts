import path from 'node:path';
import type { Provider } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { DiskFileStorage } from './disk-file-storage.js';
import { FileStorage } from './file-storage.js';
import { s3PlaceOf } from './s3-connection.js';
import { S3FileStorage } from './s3-file-storage.js';

/** The storage that the configuration names. */
export const fileStorageProvider: Provider = {
  provide: FileStorage,
  inject: [CONFIGURATION],
  useFactory: (config: Configuration): FileStorage => {
    const { storage, folder, maxBytes } = config.files;
    return storage === 's3'
      ? new S3FileStorage(s3PlaceOf(config), maxBytes)
      : new DiskFileStorage(folder ?? path.join(config.runtime.dataDir, 'files'));
  },
};
