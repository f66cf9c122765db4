import { z } from 'zod';
import { read, secretSetting, setting } from './setting.js';

const mebibyte = 1024 * 1024;

/** Uploaded files: where their bytes are, how many and how large they may be. */
export const fileSettings = {
  storage: setting(
    'ONEGATE_FILES_STORAGE',
    z.enum(['disk', 's3']).default('disk'),
    'Where uploaded files are kept: in a folder that all API and worker processes share, or in a bucket of an S3-compatible service.',
  ),
  folder: setting(
    'ONEGATE_FILES_FOLDER',
    read.text.optional(),
    'The folder, for files on disk. Default: `files` in the data folder.',
  ),
  maxBytes: setting(
    'ONEGATE_FILES_MAX_BYTES',
    read.count.default(512 * mebibyte),
    'Largest file that can be uploaded.',
  ),
  types: setting(
    'ONEGATE_FILES_TYPES',
    read.list.default([]),
    'Types that can be uploaded, separated by commas: `application/pdf`, `image/*`. Without any, all can.',
  ),
  accountCount: setting(
    'ONEGATE_FILES_PER_ACCOUNT',
    read.count.default(10_000),
    'How many files a person or an organization can have.',
  ),
  accountBytes: setting(
    'ONEGATE_FILES_BYTES_PER_ACCOUNT',
    read.count.default(20 * 1024 * mebibyte),
    'How many bytes of files a person or an organization can have.',
  ),
  inlineBytes: setting(
    'ONEGATE_FILES_INLINE_BYTES',
    read.count.default(32 * mebibyte),
    'How many bytes of files one call can send to a model by their ids.',
  ),
  idleSeconds: setting(
    'ONEGATE_FILES_IDLE_SECONDS',
    read.seconds.default(60),
    'After how long without a byte an upload is given up.',
  ),
  uploadSeconds: setting(
    'ONEGATE_FILES_UPLOAD_SECONDS',
    read.seconds.max(43_200).default(3600),
    'How long an upload may take altogether; at most half a day.',
  ),
  keepDays: setting(
    'ONEGATE_FILES_KEEP_DAYS',
    read.count.default(0),
    'After how many days files go whose uploader named no other time; 0 keeps them until they are deleted. Files for batches go after 30 days at the latest.',
  ),
  s3Bucket: setting('ONEGATE_S3_BUCKET', read.text.optional(), 'The bucket, for files on S3.'),
  s3Prefix: setting(
    'ONEGATE_S3_PREFIX',
    read.text.default('onegate/'),
    'First part of every name in the bucket. Each installation needs one of its own: what it does not know there, it deletes.',
  ),
  s3Region: setting('ONEGATE_S3_REGION', read.text.default('us-east-1'), 'Region of the bucket.'),
  s3Endpoint: setting(
    'ONEGATE_S3_ENDPOINT',
    read.url('http:', 'https:').optional(),
    'Address of an S3-compatible service; without it, Amazon. A private address needs `ONEGATE_ALLOW_PRIVATE_UPSTREAMS`.',
  ),
  s3PathStyle: setting(
    'ONEGATE_S3_PATH_STYLE',
    read.flag.optional(),
    'Whether the bucket goes into the path instead of the host name. Default: where an endpoint is set.',
  ),
  s3AccessKeyId: setting(
    'ONEGATE_S3_ACCESS_KEY_ID',
    read.text.optional(),
    'Without it, credentials come from where the AWS SDK looks for them: the environment, or the role of the machine.',
  ),
  s3SecretAccessKey: secretSetting(
    'ONEGATE_S3_SECRET_ACCESS_KEY',
    read.text.optional(),
    'The secret that belongs to the access key.',
  ),
} as const;
