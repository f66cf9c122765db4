import type { Script } from '../script/script.schema.js';
import type { StreamEvent } from './dialect.js';

/** Writes events as the bytes of a server-sent event stream, in the line ends and with the extras that the script asks for. */
export class Framing {
  private padding: string;

  constructor(private readonly script: Script) {
    this.padding = paddingOf(script);
  }

  frame(event: StreamEvent): string {
    const end = this.script.crlf ? '\r\n' : '\n';
    const comment = this.script.comments ? `: SIMULATOR PROCESSING${end}${end}` : '';
    const name = event.name === undefined ? '' : `event: ${event.name}${end}`;
    return `${comment}${name}data: ${this.padded(event)}${end}${end}`;
  }

  /** The huge line is the first one that carries tokens, widened by a field of padding such as OpenAI itself sends. */
  private padded(event: StreamEvent): string {
    if (this.padding === '' || event.tokens === undefined) return event.data;
    const data = withPadding(event.data, this.padding);
    this.padding = '';
    return data;
  }
}

export function paddingOf(script: Script): string {
  return script.huge === undefined ? '' : 'x'.repeat(script.huge);
}

/** Adds the padding field to a JSON object. */
export function withPadding(json: string, padding: string): string {
  return `${json.slice(0, -1)},"obfuscation":"${padding}"}`;
}
