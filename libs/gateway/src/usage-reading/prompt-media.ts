import { objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { textOf } from './wire-values.js';

/** More than most models take for a picture, and for one that is asked for in low detail. */
const tokensOfImage = 1600;
const tokensOfSmallImage = 300;
/** For what is only named: a file that was uploaded, a link. */
const tokensOfUnseen = 4000;
/** Letters of base64 that make a token. Sound of the worst kind has 32 tokens in 8,000 bytes. */
const lettersOfSound = 300;
const lettersOfDocument = 25;
const lettersOfVideo = 300;

const images = new Set(['image', 'image_url', 'input_image']);
const sounds = new Set(['input_audio', 'audio', 'audio_url']);
const videos = new Set(['video', 'video_url', 'input_video']);
const files = new Set(['file', 'input_file', 'document']);

/** About how many tokens a part of a prompt has that is no text; `null` where it is none of those. */
export function tokensOfMedia(part: JsonObject): number | null {
  const type = String(part.type);
  if (images.has(type)) return isSmall(part) ? tokensOfSmallImage : tokensOfImage;
  if (sounds.has(type)) return byLength(part, lettersOfSound);
  if (videos.has(type)) return byLength(part, lettersOfVideo);
  return files.has(type) && !isTextDocument(part) ? byLength(part, lettersOfDocument) : null;
}

function isSmall(part: JsonObject): boolean {
  return (part.detail ?? objectOf(part.image_url).detail) === 'low';
}

/** Its text is counted as such. */
function isTextDocument({ source }: JsonObject): boolean {
  const { type } = objectOf(source);
  return type === 'text' || type === 'content';
}

function byLength(part: JsonObject, letters: number): number {
  const data = dataOf(part);
  return data === null ? tokensOfUnseen : Math.max(tokensOfSmallImage, data.length / letters);
}

function dataOf(part: JsonObject): string | null {
  const inside = [
    part,
    ...['input_audio', 'audio', 'file', 'source', 'video_url'].map((key) => objectOf(part[key])),
  ];
  const texts = inside.flatMap(({ data, file_data, url }) => [data, file_data, url]).map(textOf);
  return texts.find((text) => text !== null && !/^https?:/.test(text)) ?? null;
}
