import type { JsonObject } from '../wire.js';

export type MessageEvent = JsonObject & { readonly type: string };

/** Anthropic's SDKs read the name of an event from its own line and drop what has none. */
export function messageEventText(event: MessageEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
