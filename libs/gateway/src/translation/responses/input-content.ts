import type { LanguageModelV4FilePart, LanguageModelV4TextPart } from '@ai-sdk/provider';
import { inlineData } from '../neutral/data-url.js';
import { hinting, storedFile, type PartHints } from '../neutral/hints.js';
import { parsed, wrongField } from '../neutral/request-fields.js';
import { notTranslatable } from '../translation.errors.js';
import { audioPart, filePart, imagePart, textPart, videoPart } from './response-items.schema.js';
import type { TypedPart } from './response-request.schema.js';

export type ShownPart = LanguageModelV4TextPart | LanguageModelV4FilePart;

type Reader = (part: TypedPart, at: string) => ShownPart;

const readers: Readonly<Record<string, Reader>> = {
  input_text: readText,
  output_text: readText,
  text: readText,

  input_image(part, at) {
    const { image_url, file_id, detail } = parsed(imagePart, part, at);
    const hints = detail ? { imageDetail: detail } : {};
    if (file_id) return file('image/*', storedFile(file_id), hints);
    if (!image_url) throw wrongField(at, 'An image needs image_url or file_id.');
    return linked(image_url, 'image/*', `${at}.image_url`, hints);
  },

  input_file(part, at) {
    const { file_data, file_url, file_id, filename } = parsed(filePart, part, at);
    const name = filename ? { filename } : {};
    if (file_id) return { ...file('application/pdf', storedFile(file_id)), ...name };
    if (file_url) return { ...linked(file_url, 'application/pdf', `${at}.file_url`), ...name };
    if (!file_data) throw wrongField(at, 'A file needs file_data, file_url or file_id.');
    return { ...contentOf(file_data, filename), ...name };
  },

  input_audio(part, at) {
    const { data, format } = parsed(audioPart, part, at).input_audio;
    return file(format === 'mp3' ? 'audio/mpeg' : `audio/${format}`, { type: 'data', data });
  },

  input_video(part, at) {
    return linked(parsed(videoPart, part, at).video_url, 'video/*', `${at}.video_url`);
  },
};

/** What a person or a tool shows to the model. */
export function shownContent(content: string | TypedPart[], at: string): ShownPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.map((part, index) => {
    const place = `${at}[${index}]`;
    const reader = Object.hasOwn(readers, part.type) ? readers[part.type] : undefined;
    if (!reader)
      throw notTranslatable({ field: place, reason: `there is no word for "${part.type}" parts.` });
    return reader(part, place);
  });
}

/** Instructions are text everywhere else. */
export function textContent(content: string | TypedPart[], at: string): string {
  const texts = shownContent(content, at).map((part) => (part.type === 'text' ? part.text : undefined));
  if (texts.includes(undefined))
    throw notTranslatable({ field: at, reason: 'instructions are text everywhere else.' });
  return texts.filter((text) => text !== '').join('\n');
}

function readText(part: TypedPart, at: string): ShownPart {
  return { type: 'text', text: parsed(textPart, part, at).text };
}

function linked(url: string, mediaType: string, at: string, hints: PartHints = {}): LanguageModelV4FilePart {
  const inline = inlineData(url);
  if (inline) return file(inline.mediaType, { type: 'data', data: inline.data }, hints);
  if (/^data:/i.test(url) || !URL.canParse(url)) throw wrongField(at, 'This is no URL.');
  return file(mediaType, { type: 'url', url: new URL(url), originalUrl: url }, hints);
}

/** Clients send a `data:` URL, or the bare content of a file whose name says what it is. */
function contentOf(data: string, filename: string | undefined): LanguageModelV4FilePart {
  const inline = inlineData(data);
  if (inline) return file(inline.mediaType, { type: 'data', data: inline.data });
  const ending = filename?.slice(filename.lastIndexOf('.') + 1).toLowerCase() ?? 'pdf';
  return file(mediaTypes[ending] ?? 'application/pdf', { type: 'data', data });
}

const mediaTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
};

function file(
  mediaType: string,
  data: LanguageModelV4FilePart['data'],
  hints: PartHints = {},
): LanguageModelV4FilePart {
  return { type: 'file', mediaType, data, ...hinting(hints) };
}
