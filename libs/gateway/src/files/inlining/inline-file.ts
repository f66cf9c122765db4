import { fileNotInlinable } from '../file.errors.js';
import type { InlineFile } from '../file-contents.service.js';
import { isText } from '../media-type.js';

export function dataUrlOf({ mimeType, data }: InlineFile): string {
  return `data:${mimeType};base64,${data.toString('base64')}`;
}

export function isImage({ mimeType }: InlineFile): boolean {
  return mimeType.startsWith('image/');
}

/** Its text, where it is one; undefined for what is not, whatever its type says. */
export function textOf({ mimeType, data }: InlineFile): string | undefined {
  if (!isText(mimeType)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}

export function unusable({ id, mimeType }: InlineFile, use: string): Error {
  return fileNotInlinable({ id, type: mimeType, use });
}
