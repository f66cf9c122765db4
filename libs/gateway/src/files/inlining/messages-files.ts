import { isObject } from '../../json/json-object.js';
import type { InlineFile, ReadFile } from '../file-contents.service.js';
import { isImage, textOf, unusable } from './inline-file.js';
import { replaceParts, type Part } from './replace-parts.js';

/** Documents can be made of content themselves, so their sources are looked into; arguments of tools never are. */
const within = new Set(['messages', 'system', 'content', 'source']);

const pdf = 'application/pdf';

/** A body of Anthropic's Messages in which documents and images carry the files that they named. */
export function inlineMessagesFiles<Body>(body: Body, read: ReadFile): Promise<Body> {
  return replaceParts(body, {
    within,
    replace: async (block) => {
      const id = isObject(block.source) && block.source.type === 'file' ? block.source.file_id : undefined;
      if (typeof id !== 'string' || (block.type !== 'document' && block.type !== 'image')) return undefined;
      const file = await read(id);
      return block.type === 'image' ? imageOf(block, file) : documentOf(block, file);
    },
  });
}

function imageOf(block: Part, file: InlineFile): Part {
  if (!isImage(file)) throw unusable(file, 'an image');
  return { ...block, source: base64(file) };
}

/** A document is a PDF or a text; its name is what a citation calls it. */
function documentOf(block: Part, file: InlineFile): Part {
  const named = { ...block, title: block.title ?? file.filename };
  if (file.mimeType === pdf) return { ...named, source: base64(file) };
  const data = textOf(file);
  if (data === undefined) throw unusable(file, 'a document');
  return { ...named, source: { type: 'text', media_type: 'text/plain', data } };
}

function base64({ mimeType, data }: InlineFile): Part {
  return { type: 'base64', media_type: mimeType, data: data.toString('base64') };
}
