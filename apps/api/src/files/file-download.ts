import { rangeUnsatisfiable, type ByteRange, type OpenFile, type StoredFile } from '@onegate/gateway';
import type { FastifyReply } from 'fastify';

const oneRange = /^bytes=(\d{0,15})-(\d{0,15})$/;

interface RangeHeaders {
  readonly range?: string;
  readonly 'if-range'?: string;
}

/** The one range that is asked for. Several of them, or of another version of the file, are answered with all of it. */
export function rangeOf(
  headers: RangeHeaders,
  file: Pick<StoredFile, 'bytes' | 'sha256'>,
): ByteRange | undefined {
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etagOf(file)) return undefined;
  const size = Number(file.bytes);
  const range = readRange(headers.range, size);
  if (range && range.start >= size) {
    throw rangeUnsatisfiable({ headers: { 'content-range': `bytes */${size}` } });
  }
  return range;
}

function readRange(text: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = oneRange.exec(text ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first === '') return { start: Math.max(0, size - Number(last)), end: size - 1 };
  const end = last === '' ? Infinity : Number(last);
  return end < Number(first) ? undefined : { start: Number(first), end: Math.min(end, size - 1) };
}

/** Sends content as a download and nothing else: whoever opens its address sees no page of the uploader's making. */
export function sendFile(reply: FastifyReply, { file, content, range }: OpenFile): void {
  const size = Number(file.bytes);
  const length = range ? range.end - range.start + 1 : size;
  void reply
    .status(range ? 206 : 200)
    .headers({
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'content-disposition': `attachment; filename*=UTF-8''${encodedName(file.filename)}`,
      'content-length': length,
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': file.mimeType,
      etag: etagOf(file),
    })
    .headers(range ? { 'content-range': `bytes ${range.start}-${range.end}/${size}` } : {})
    .send(content);
}

function etagOf({ sha256 }: Pick<StoredFile, 'sha256'>): string {
  return `"${sha256}"`;
}

/** RFC 8187 allows fewer characters than URLs do. */
function encodedName(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
