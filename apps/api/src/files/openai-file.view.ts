import { storedPurposes, type FilePage, type StoredFile } from '@onegate/gateway';
import { z } from 'zod';

const unixSeconds = z.int().meta({ description: 'Unix seconds' });

export const openAiFileView = z
  .object({
    id: z.string(),
    object: z.literal('file'),
    bytes: z.int(),
    created_at: unixSeconds,
    expires_at: unixSeconds.optional(),
    filename: z.string(),
    purpose: z.enum(storedPurposes),
    status: z.literal('processed'),
  })
  .meta({ id: 'OpenAiFile' });

export const openAiFileList = z
  .object({
    object: z.literal('list'),
    data: z.array(openAiFileView),
    first_id: z.string().nullable(),
    last_id: z.string().nullable(),
    has_more: z.boolean(),
  })
  .meta({ id: 'OpenAiFileList' });

export const openAiFileDeleted = z
  .object({ id: z.string(), object: z.literal('file'), deleted: z.literal(true) })
  .meta({ id: 'OpenAiFileDeleted' });

export function toOpenAiFile(file: StoredFile): z.input<typeof openAiFileView> {
  return {
    id: file.publicId,
    object: 'file',
    bytes: Number(file.bytes),
    created_at: toSeconds(file.createdAt),
    ...(file.expiresAt && { expires_at: toSeconds(file.expiresAt) }),
    filename: file.filename,
    purpose: file.purpose,
    status: 'processed',
  };
}

export function toOpenAiFileList({ files, hasMore }: FilePage): z.input<typeof openAiFileList> {
  return {
    object: 'list',
    data: files.map(toOpenAiFile),
    first_id: files[0]?.publicId ?? null,
    last_id: files.at(-1)?.publicId ?? null,
    has_more: hasMore,
  };
}

function toSeconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
