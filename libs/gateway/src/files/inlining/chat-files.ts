import { isObject } from '../../json/json-object.js';
import type { ReadFile } from '../file-contents.service.js';
import { dataUrlOf } from './inline-file.js';
import { replaceParts } from './replace-parts.js';

const within = new Set(['messages', 'content']);

/** A body of chat completions in which parts of the type `file` carry the files that they named. */
export function inlineChatFiles<Body>(body: Body, read: ReadFile): Promise<Body> {
  return replaceParts(body, {
    within,
    replace: async (part) => {
      if (part.type !== 'file' || !isObject(part.file)) return undefined;
      const { file_id: id, ...rest } = part.file;
      if (typeof id !== 'string') return undefined;
      const file = await read(id);
      return { ...part, file: { filename: file.filename, ...rest, file_data: dataUrlOf(file) } };
    },
  });
}
