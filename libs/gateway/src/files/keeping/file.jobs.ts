import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const removeExpiredFiles = defineJob({
  name: 'file-expiry',
  about: 'Deletes files whose time is up',
  payload: z.object({}),
});

export const sweepFiles = defineJob({
  name: 'file-sweep',
  about: 'Deletes content without a file and files without content, and renews the keys of files',
  payload: z.object({}),
});
