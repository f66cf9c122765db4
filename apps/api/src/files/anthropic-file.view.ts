import type { FilePage, StoredFile } from '@onegate/gateway';
import { z } from 'zod';

export const anthropicFileView = z
  .object({
    id: z.string(),
    type: z.literal('file'),
    filename: z.string(),
    mime_type: z.string(),
    size_bytes: z.int(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    downloadable: z.literal(true),
    scope: z.null(),
  })
  .meta({ id: 'AnthropicFile' });

export const anthropicFileList = z
  .object({
    data: z.array(anthropicFileView),
    first_id: z.string().nullable(),
    last_id: z.string().nullable(),
    has_more: z.boolean(),
    next_page: z.string().nullable(),
  })
  .meta({ id: 'AnthropicFileList' });

export const anthropicFileDeleted = z
  .object({ id: z.string(), type: z.literal('file_deleted') })
  .meta({ id: 'AnthropicFileDeleted' });

export function toAnthropicFile(file: StoredFile): z.input<typeof anthropicFileView> {
  return {
    id: file.publicId,
    type: 'file',
    filename: file.filename,
    mime_type: file.mimeType,
    size_bytes: Number(file.bytes),
    created_at: file.createdAt.toISOString(),
    expires_at: file.expiresAt?.toISOString() ?? null,
    downloadable: true,
    scope: null,
  };
}

/** What both generations of clients look for: the older go on from `last_id`, the newer with `next_page`. */
export function toAnthropicFileList({ files, hasMore }: FilePage): z.input<typeof anthropicFileList> {
  const last = files.at(-1)?.publicId ?? null;
  return {
    data: files.map(toAnthropicFile),
    first_id: files[0]?.publicId ?? null,
    last_id: last,
    has_more: hasMore,
    next_page: hasMore ? last : null,
  };
}
