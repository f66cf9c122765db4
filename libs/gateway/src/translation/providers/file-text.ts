import type { LanguageModelV4FilePart } from '@ai-sdk/provider';
import { partHints } from '../neutral/hints.js';

const ofText = /^text\/|^application\/((.+\+)?(json|xml)|yaml|x-yaml|x-ndjson|javascript)$/i;

/** What stands in a file of text; `undefined` for all others, and where the content is not here. */
export function textInFile({ data, mediaType }: Shown): string | undefined {
  if (!ofText.test(mediaType)) return undefined;
  if (data.type === 'text') return data.text;
  if (data.type !== 'data') return undefined;
  const bytes = typeof data.data === 'string' ? Buffer.from(data.data, 'base64') : data.data;
  return new TextDecoder().decode(bytes);
}

/** The text with what its file is called above, and what the client says of it. */
export function titled(file: Shown, text: string): string {
  return [file.filename, partHints(file).documentContext, text].filter(Boolean).join('\n\n');
}

type Shown = Pick<LanguageModelV4FilePart, 'data' | 'mediaType' | 'filename' | 'providerOptions'>;
