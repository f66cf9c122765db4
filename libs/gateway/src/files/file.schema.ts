import { limitSchema } from '@onegate/platform';
import { z } from 'zod';

/** What people upload files for. */
export const filePurposes = ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'] as const;
/** What the API itself may make files for. */
export const storedPurposes = [
  ...filePurposes,
  'assistants_output',
  'batch_output',
  'fine-tune-results',
] as const;
export type FilePurpose = (typeof filePurposes)[number];
export type StoredPurpose = (typeof storedPurposes)[number];

const hour = 3600;
const day = 24 * hour;
const expiry = (longestDays: number) =>
  z.coerce.number().pipe(
    z
      .int()
      .min(hour)
      .max(longestDays * day),
  );

/** The text parts of the upload's form, those of OpenAI's clients and of Anthropic's. */
export const uploadForm = z.object({
  purpose: z.enum(filePurposes).default('user_data'),
  'expires_after[anchor]': z.literal('created_at').optional(),
  'expires_after[seconds]': expiry(30).optional(),
  expires_in_seconds: expiry(90).optional(),
});

/** What its uploader says of a file. */
export interface UploadDetails {
  readonly purpose: FilePurpose;
  readonly expiresInSeconds?: number;
}

export function toDetails(form: z.output<typeof uploadForm>): UploadDetails {
  return {
    purpose: form.purpose,
    expiresInSeconds: form['expires_after[seconds]'] ?? form.expires_in_seconds,
  };
}

/** Which files of an account are asked for, and in which order. */
export interface FileSearch {
  readonly purpose?: string;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** The id that the page begins behind. */
  readonly after?: string;
  /** The id that the page ends before. */
  readonly before?: string;
  readonly ids?: readonly string[];
}

const fileId = z.string().max(100).optional();

export const fileListQuery = z
  .object({
    after: fileId,
    limit: limitSchema(10_000, 1_000),
    order: z.enum(['asc', 'desc']).default('desc'),
    purpose: z.string().max(100).optional(),
  })
  .meta({ id: 'FileListQuery' });

const idList = z
  .union([z.string(), z.array(z.string())])
  .transform((ids) => [ids].flat())
  .pipe(z.array(z.string().max(100)).max(100))
  .optional();

/** Both generations of Anthropic's clients: by ids in both directions, and by `page`. */
export const anthropicFileListQuery = z
  .object({
    after_id: fileId,
    before_id: fileId,
    page: fileId,
    limit: limitSchema(1_000, 20),
    ids: idList,
    'ids[]': idList,
  })
  .meta({ id: 'AnthropicFileListQuery' });

export type FileListQuery = z.output<typeof fileListQuery>;
export type AnthropicFileListQuery = z.output<typeof anthropicFileListQuery>;

export function toAnthropicSearch(query: AnthropicFileListQuery): FileSearch {
  const ids = query.ids ?? query['ids[]'];
  if (ids) return { order: 'desc', limit: 100, ids };
  return {
    order: 'desc',
    limit: query.limit,
    after: query.after_id ?? query.page,
    before: query.before_id,
  };
}
