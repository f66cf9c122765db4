import type { LanguageModelV4FilePart, LanguageModelV4TextPart } from '@ai-sdk/provider';
import { partHints, storedFile } from '../neutral/hints.js';
import { parsed, type Dropped } from '../neutral/request-fields.js';
import { notTranslatable } from '../translation.errors.js';
import { blockHints } from './cache-hints.js';
import {
  documentBlock,
  imageBlock,
  searchResultBlock,
  textBlock,
  type DocumentBlock,
} from './message-blocks.schema.js';
import type { TypedBlock } from './message-request.schema.js';

export type ShownPart = LanguageModelV4TextPart | LanguageModelV4FilePart;

type Reader = (block: TypedBlock, at: string, dropped: Dropped) => ShownPart[];

/** What a person or a tool can show to a model. */
const readers: Readonly<Record<string, Reader>> = {
  text(block, at) {
    const { text, cache_control } = parsed(textBlock, block, at);
    return text === '' ? [] : [{ type: 'text', text, ...blockHints(cache_control) }];
  },

  image(block, at) {
    const { source, cache_control } = parsed(imageBlock, block, at);
    const hints = blockHints(cache_control);
    if (source.type === 'base64')
      return [file(source.media_type, { type: 'data', data: source.data }, hints)];
    return [file('image/*', elsewhere(source), hints)];
  },

  document(block, at, dropped) {
    return documentParts(parsed(documentBlock, block, at), at, dropped);
  },

  search_result(block, at, dropped) {
    const found = parsed(searchResultBlock, block, at);
    if (found.citations?.enabled) dropped.add('search_result.citations');
    const text = [found.title, found.source, '', ...found.content.map(({ text }) => text)].join('\n');
    return [{ type: 'text', text, ...blockHints(found.cache_control) }];
  },
};

function canShow(type: string): boolean {
  return Object.hasOwn(readers, type);
}

export function shownParts(block: TypedBlock, at: string, dropped: Dropped): ShownPart[] {
  const reader = canShow(block.type) ? readers[block.type] : undefined;
  if (!reader) throw notTranslatable({ field: at, reason: `there is no word for "${block.type}" blocks.` });
  return reader(block, at, dropped);
}

function documentParts(document: DocumentBlock, at: string, dropped: Dropped): ShownPart[] {
  const { source, title } = document;
  const cites = document.citations?.enabled ?? false;
  if (source.type === 'content') {
    if (cites) dropped.add('document.citations');
    return contentParts(document, source.content, `${at}.source.content`, dropped);
  }
  if (source.type === 'text' && !cites) return [asText(document, source.data)];
  const name = title ? { filename: title } : {};
  return [{ ...documentFile(document, source), ...name }];
}

function contentParts(
  document: DocumentBlock,
  content: string | TypedBlock[],
  at: string,
  dropped: Dropped,
): ShownPart[] {
  if (typeof content === 'string') return [asText(document, content)];
  const parts = content.flatMap((block, index) => shownParts(block, `${at}[${index}]`, dropped));
  return [...heading(document), ...cached(parts, document.cache_control)];
}

function heading({ title, context }: DocumentBlock): ShownPart[] {
  const text = [title, context].filter(Boolean).join('\n\n');
  return text === '' ? [] : [{ type: 'text', text }];
}

/** What ends with the document ends with its last part. */
function cached(parts: ShownPart[], control: DocumentBlock['cache_control']): ShownPart[] {
  const last = parts.at(-1);
  if (!control || !last) return parts;
  return [...parts.slice(0, -1), { ...last, ...blockHints(control, partHints(last)) }];
}

type FileSource = Exclude<DocumentBlock['source'], { type: 'content' }>;

function documentFile(
  { title, context, citations, cache_control }: DocumentBlock,
  source: FileSource,
): LanguageModelV4FilePart {
  const hints = blockHints(cache_control, {
    citesDocument: citations?.enabled || undefined,
    documentTitle: title,
    documentContext: context,
  });
  if (source.type === 'base64') return file(source.media_type, { type: 'data', data: source.data }, hints);
  if (source.type === 'text') return file('text/plain', { type: 'data', data: base64Of(source.data) }, hints);
  return file('application/pdf', elsewhere(source), hints);
}

/** Most models read plain text only as such, so a text document is text with its title above. */
function asText({ title, context, cache_control }: DocumentBlock, text: string): LanguageModelV4TextPart {
  const lines = [title, context].filter((line) => line !== undefined);
  return { type: 'text', text: [...lines, text].join('\n\n'), ...blockHints(cache_control) };
}

function elsewhere(
  source: { type: 'url'; url: string } | { type: 'file'; file_id: string },
): LanguageModelV4FilePart['data'] {
  return source.type === 'url'
    ? { type: 'url', url: new URL(source.url), originalUrl: source.url }
    : storedFile(source.file_id);
}

function file(
  mediaType: string,
  data: LanguageModelV4FilePart['data'],
  hints: ReturnType<typeof blockHints>,
): LanguageModelV4FilePart {
  return { type: 'file', mediaType, data, ...hints };
}

function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}
