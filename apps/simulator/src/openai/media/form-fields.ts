import { ProviderError } from '../../exchange/provider-error.js';

/** The text fields of a form, and for each file its length: all that the simulator wants to know. */
export function formFields(contentType: string, bytes: Buffer): Record<string, string | number> {
  const boundary = /boundary="?([^";]+)"?/iu.exec(contentType)?.[1];
  if (boundary === undefined) throw new ProviderError(400, 'The form has no boundary.');
  const fields: Record<string, string | number> = {};
  for (const part of bytes.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.slice(0, headEnd);
    const content = part.slice(headEnd + 4, -2);
    const name = /;\s*name="([^"]*)"/iu.exec(head)?.[1] ?? '';
    fields[name] = /;\s*filename/iu.test(head)
      ? content.length
      : Buffer.from(content, 'latin1').toString('utf8');
  }
  return fields;
}
