import type { LanguageModelV4FilePart, LanguageModelV4TextPart } from '@ai-sdk/provider';
import { hinting, storedFile, type CacheHint } from '../neutral/hints.js';
import { mediaAt, mediaTypeOfName, type Media } from '../media.js';
import { notTranslatable } from '../translation.errors.js';
import type { ChatContentPart } from './chat-message.schema.js';

type Part = LanguageModelV4TextPart | LanguageModelV4FilePart;
type Said<Type extends ChatContentPart['type']> = Extract<ChatContentPart, { type: Type }>;

/** The parts of a message; `field` is where they stand in the request, for complaints. */
export function readContent(content: string | readonly ChatContentPart[], field: string): Part[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.map((part, index) => readPart(part, `${field}.${index}`));
}

function readPart(part: ChatContentPart, field: string): Part {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text, ...hinting({ cache: cacheOf(part.cache_control) }) };
    case 'refusal':
      return { type: 'text', text: part.refusal };
    case 'image_url':
      return readImage(part, field);
    case 'video_url':
      return filePart(mediaFrom(part.video_url.url, 'video', `${field}.video_url.url`));
    case 'input_audio':
      return readAudio(part);
    case 'file':
      return readFile(part, field);
  }
}

function readImage(part: Said<'image_url'>, field: string): Part {
  const image = typeof part.image_url === 'string' ? { url: part.image_url } : part.image_url;
  const hints = { imageDetail: image.detail ?? undefined, cache: cacheOf(part.cache_control) };
  return { ...filePart(mediaFrom(image.url, 'image', `${field}.image_url.url`)), ...hinting(hints) };
}

const audioTypes: Readonly<Record<string, string>> = { mp3: 'audio/mpeg', wav: 'audio/wav' };

function readAudio({ input_audio: { data, format } }: Said<'input_audio'>): Part {
  return filePart({ data: { type: 'data', data }, mediaType: audioTypes[format] ?? `audio/${format}` });
}

function readFile({ file, cache_control }: Said<'file'>, field: string): Part {
  const hints = hinting({ cache: cacheOf(cache_control) });
  const filename = file.filename ? { filename: file.filename } : {};
  if (file.file_id) {
    const mediaType = mediaTypeOfName(file.filename) ?? 'application';
    return { ...filePart({ data: storedFile(file.file_id), mediaType }), ...filename, ...hints };
  }
  if (!file.file_data)
    throw notTranslatable({ field: `${field}.file`, reason: 'it has neither file_data nor file_id.' });
  return { ...filePart(fileContent(file.file_data, file.filename, field)), ...filename, ...hints };
}

/** A data URL, an address, or the bare base64 that early versions of the API took. */
function fileContent(data: string, filename: string | null | undefined, field: string): Media {
  if (/^(data:|https?:|gs:)/i.test(data)) return mediaFrom(data, 'application', `${field}.file.file_data`);
  return { data: { type: 'data', data }, mediaType: mediaTypeOfName(filename) ?? 'application/pdf' };
}

function mediaFrom(url: string, kind: string, field: string): Media {
  const media = mediaAt(url, kind);
  if (!media) throw notTranslatable({ field, reason: 'it is neither a data URL nor an http or https one.' });
  return media;
}

function filePart({ data, mediaType }: Media): LanguageModelV4FilePart {
  return { type: 'file', data, mediaType };
}

/** `{type: 'ephemeral', ttl: '1h'}`, as Anthropic has it and others copied. */
export function cacheOf(
  control: { readonly ttl?: string | null | undefined } | null | undefined,
): CacheHint | undefined {
  if (!control) return undefined;
  return control.ttl === '1h' || control.ttl === '5m' ? { ttl: control.ttl } : {};
}
