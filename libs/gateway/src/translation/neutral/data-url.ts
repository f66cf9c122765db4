export interface InlineData {
  readonly mediaType: string;
  /** Base64. */
  readonly data: string;
}

/** The content of a `data:` URL; `undefined` for any other. */
export function inlineData(url: string): InlineData | undefined {
  const comma = url.indexOf(',');
  if (!/^data:/i.test(url) || comma < 0) return undefined;
  const [mediaType = '', ...attributes] = url.slice('data:'.length, comma).split(';');
  const content = url.slice(comma + 1);
  const data = attributes.includes('base64')
    ? content
    : Buffer.from(decodeURIComponent(content)).toString('base64');
  return { mediaType: mediaType === '' ? 'text/plain' : mediaType, data };
}
