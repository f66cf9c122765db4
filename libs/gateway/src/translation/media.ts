import type { SharedV4FileData } from '@ai-sdk/provider';
import { inlineData } from './neutral/data-url.js';

export interface Media {
  readonly data: SharedV4FileData;
  readonly mediaType: string;
}

/** What is at a URL, or in it: `data:image/png;base64,…`. `undefined` for what is no URL that may be loaded. */
export function mediaAt(url: string, kind: string): Media | undefined {
  const inline = inlineData(url, kind);
  if (inline) return { data: { type: 'data', data: inline.data }, mediaType: inline.mediaType };
  if (!/^(https?|gs):\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const ending = /\.(\w{2,5})$/.exec(parsed.pathname)?.[1]?.toLowerCase() ?? '';
  const known = mediaTypes[ending];
  const mediaType = known?.startsWith(`${kind}/`) || kind === 'application' ? (known ?? kind) : kind;
  return { data: { type: 'url', url: parsed, originalUrl: url }, mediaType };
}

const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  webm: 'video/webm',
};

/** By the ending of a file's name; `undefined` for one that says nothing. */
export function mediaTypeOfName(name: string | null | undefined): string | undefined {
  return mediaTypes[/\.(\w{2,5})$/.exec(name ?? '')?.[1]?.toLowerCase() ?? ''];
}
