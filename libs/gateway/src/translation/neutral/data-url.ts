export interface InlineData {
  readonly mediaType: string;
  /** Base64. */
  readonly data: string;
}

/** Longer beginnings are no media type. */
const longestHead = 200;

/** The content of a `data:` URL; `undefined` for any other, and for one that cannot be read. */
export function inlineData(url: string, usualType = 'text/plain'): InlineData | undefined {
  if (!/^data:/i.test(url)) return undefined;
  const comma = url.indexOf(',');
  if (comma < 0 || comma > longestHead) return undefined;
  const [mediaType = '', ...attributes] = url.slice('data:'.length, comma).split(';');
  const content = url.slice(comma + 1);
  if (attributes.some((one) => /^base64$/i.test(one.trim())))
    return { mediaType: mediaType || usualType, data: content };
  const text = decoded(content);
  if (text === undefined) return undefined;
  return { mediaType: mediaType || 'text/plain', data: Buffer.from(text).toString('base64') };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
