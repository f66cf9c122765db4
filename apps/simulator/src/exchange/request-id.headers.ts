import type { Style } from './error-shapes.js';

/** Each provider names the request in a header of its own. */
export function requestIdHeaders(style: Style, requestId: string): Record<string, string> {
  return style === 'openai' ? { 'x-request-id': requestId } : { 'request-id': requestId };
}
