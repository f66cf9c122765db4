import type { InlineFile, ReadFile } from '../file-contents.service.js';
import { dataUrlOf, isImage, unusable } from './inline-file.js';
import { replaceParts, type Part } from './replace-parts.js';

const within = new Set(['input', 'content', 'output', 'prompt', 'variables']);

/** A body of the Responses API in which `input_file` and `input_image` carry the files that they named. */
export function inlineResponsesFiles<Body>(body: Body, read: ReadFile): Promise<Body> {
  return replaceParts(body, {
    within,
    named: 'variables',
    replace: async (part) => {
      const { type, file_id: id, ...rest } = part;
      if (typeof id !== 'string' || (type !== 'input_file' && type !== 'input_image')) return undefined;
      const file = await read(id);
      return type === 'input_file' ? asFile(rest, file) : asImage(rest, file);
    },
  });
}

function asFile(rest: Part, file: InlineFile): Part {
  return { type: 'input_file', filename: file.filename, ...rest, file_data: dataUrlOf(file) };
}

function asImage(rest: Part, file: InlineFile): Part {
  if (!isImage(file)) throw unusable(file, 'an image');
  return { type: 'input_image', ...rest, image_url: dataUrlOf(file) };
}
