import { ReadableStream } from 'node:stream/web';
import { Response } from 'undici';
import { responseTooLarge } from './outbound.errors.js';

export interface BodyLimit {
  readonly host: string;
  readonly maxBytes: number;
  /** Says what a failure while reading is to be thrown as. */
  readonly blame: (error: unknown, host: string) => unknown;
}

/** The same response with a body that fails once it grows over the limit, counted after decompression. */
export function limitBody(response: Response, limit: BodyLimit): Response {
  const { status, statusText, headers, body } = response;
  if (!body) return response;
  const counted = ReadableStream.from(countedChunks(body, limit));
  return new Response(counted, { status, statusText, headers });
}

/** Leaving the loop, by error or because the reader cancelled, cancels the source and frees its connection. */
async function* countedChunks(
  body: AsyncIterable<Uint8Array>,
  { host, maxBytes, blame }: BodyLimit,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  try {
    for await (const chunk of body) {
      seen += chunk.byteLength;
      if (seen > maxBytes) throw responseTooLarge({ host, limit: maxBytes });
      yield chunk;
    }
  } catch (error) {
    throw blame(error, host);
  }
}
