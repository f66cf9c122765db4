import type { LanguageModelV4File } from '@ai-sdk/provider';
import type { JsonObject } from '../wire.js';

/** A picture that the model made, in OpenRouter's form; of other files the chat API knows nothing. */
export function imageOf({ data, mediaType }: LanguageModelV4File): JsonObject[] {
  if (!mediaType.startsWith('image/')) return [];
  const url = data.type === 'url' ? data.url.href : `data:${mediaType};base64,${base64(data.data)}`;
  return [{ type: 'image_url', image_url: { url } }];
}

function base64(data: string | Uint8Array): string {
  return typeof data === 'string' ? data : Buffer.from(data).toString('base64');
}
