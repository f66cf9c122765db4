import { createHash } from 'node:crypto';
import type { JsonObject } from '../translation/wire.js';
import { formExpected, formMalformed } from './form.errors.js';

const boundaryIn = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/i;
const nameIn = /;\s*name="([^"\r\n]*)"/i;
const filenameIn = /;\s*filename\*?=/i;
const emptyLine = Buffer.from('\r\n\r\n');
/** Nobody's form has more parts. */
const mostParts = 200;

interface FormPart {
  readonly name: string;
  readonly isFile: boolean;
  /** Of its content, in the bytes of the form. */
  readonly start: number;
  readonly end: number;
}

/** A form with files, kept as the bytes that were sent: what goes on differs from them in one field at most. */
export class MultipartForm {
  private constructor(
    readonly contentType: string,
    readonly bytes: Buffer,
    private readonly parts: readonly FormPart[],
  ) {}

  static parse(contentType: string, bytes: Buffer): MultipartForm {
    const [, quoted, plain] = boundaryIn.exec(contentType) ?? [];
    const boundary = quoted ?? plain;
    if (boundary === undefined) throw formExpected();
    return new MultipartForm(contentType, bytes, partsIn(bytes, Buffer.from(`--${boundary}`)));
  }

  /** What the fields say; of files, how large they are and what tells their content from any other. */
  get body(): JsonObject {
    const body = new Map<string, unknown>();
    for (const { name, isFile, start, end } of this.parts) {
      const content = this.bytes.subarray(start, end);
      body.set(name, isFile ? { size: content.length, sha256: digestOf(content) } : content.toString());
    }
    return Object.fromEntries(body);
  }

  /** The same bytes with another text in one field. */
  withField(field: string, text: string): Buffer {
    const part = this.parts.find(({ name, isFile }) => name === field && !isFile);
    if (!part) return this.bytes;
    const { start, end } = part;
    return Buffer.concat([this.bytes.subarray(0, start), Buffer.from(text), this.bytes.subarray(end)]);
  }
}

function partsIn(bytes: Buffer, delimiter: Buffer): FormPart[] {
  const next = Buffer.concat([Buffer.from('\r\n'), delimiter]);
  const parts: FormPart[] = [];
  let at = bytes.indexOf(delimiter) === -1 ? -1 : bytes.indexOf(delimiter) + delimiter.length;
  while (at !== -1 && !isLast(bytes, at)) {
    const headEnd = bytes.indexOf(emptyLine, at);
    const end = headEnd === -1 ? -1 : bytes.indexOf(next, headEnd + 2);
    if (end === -1 || parts.length >= mostParts) throw formMalformed();
    parts.push(partOf(bytes.toString('utf8', at, headEnd), Math.min(headEnd + 4, end), end));
    at = end + next.length;
  }
  if (at === -1) throw formMalformed();
  return parts;
}

function isLast(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x2d && bytes[at + 1] === 0x2d;
}

function partOf(head: string, start: number, end: number): FormPart {
  const disposition = head.split('\r\n').find((line) => /^content-disposition:/i.test(line)) ?? '';
  const name = nameIn.exec(disposition)?.[1];
  if (name === undefined) throw formMalformed();
  return { name, isFile: filenameIn.test(disposition), start, end };
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64url');
}
