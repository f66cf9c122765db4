import { endOfJsonString } from '@onegate/platform';

/** A JSON text, or its bytes: a long prompt that is not made into a string is not copied by each garbage collection. */
type JsonText = string | Buffer;

/** What an edited text is made of: new text, and places of the old one. */
type Piece = string | { readonly from: number; readonly to: number };

/**
 * Edits top-level fields of a JSON text and leaves every other byte as it is: numbers keep their spelling, keys their
 * order, unknown fields their place. The text must have been parsed before, so that it is known to be an object.
 */
export function withFields<Text extends JsonText>(
  json: Text,
  fields: Readonly<Record<string, unknown>>,
): Text {
  const wanted = new Map(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (wanted.size === 0) return json;
  const text = placesOf(json);
  const members = topLevelMembers(text, json);
  const present = new Set(members.map(({ key }) => key));
  const missing = [...wanted].filter(([key]) => !present.has(key));
  const pieces: Piece[] = [];
  let copied = 0;
  // A field that stands there twice is edited twice: which of the two counts is the reader's choice.
  for (const { key, start, end } of members) {
    if (!wanted.has(key)) continue;
    pieces.push({ from: copied, to: start }, JSON.stringify(wanted.get(key)));
    copied = end;
  }
  const close = text.lastIndexOf('}');
  const comma = missing.length === 0 || members.length === 0 ? '' : ',';
  pieces.push({ from: copied, to: close }, comma + membersOf(missing), { from: close, to: text.length });
  return made(json, pieces);
}

/** The text without these top-level fields. */
export function withoutFields<Text extends JsonText>(json: Text, names: ReadonlySet<string>): Text {
  if (names.size === 0) return json;
  const members = topLevelMembers(placesOf(json), json);
  if (!members.some(({ key }) => names.has(key))) return json;
  const kept = members.filter(({ key }) => !names.has(key));
  const pieces = kept.flatMap(({ keyStart, end }, index): Piece[] => [
    index === 0 ? '' : ',',
    { from: keyStart, to: end },
  ]);
  return made(json, ['{', ...pieces, '}']);
}

/** For bytes a character for each of them: all that a text is taken apart by is ASCII. */
function placesOf(json: JsonText): string {
  return typeof json === 'string' ? json : json.toString('latin1');
}

function textAt(json: JsonText, from: number, to: number): string {
  return typeof json === 'string' ? json.slice(from, to) : json.toString('utf8', from, to);
}

function made<Text extends JsonText>(json: Text, pieces: readonly Piece[]): Text;
function made(json: JsonText, pieces: readonly Piece[]): JsonText {
  if (typeof json === 'string')
    return pieces.map((one) => (typeof one === 'string' ? one : textAt(json, one.from, one.to))).join('');
  return Buffer.concat(
    pieces.map((one) => (typeof one === 'string' ? Buffer.from(one) : json.subarray(one.from, one.to))),
  );
}

function membersOf(fields: readonly (readonly [string, unknown])[]): string {
  return fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',');
}

interface Member {
  readonly key: string;
  readonly keyStart: number;
  /** Of the value. */
  readonly start: number;
  readonly end: number;
}

const space = /[\s]/;

function topLevelMembers(text: string, json: JsonText): Member[] {
  const members: Member[] = [];
  let at = text.indexOf('{') + 1;
  for (;;) {
    at = afterSpace(text, at);
    if (text[at] === ',') at = afterSpace(text, at + 1);
    if (text[at] !== '"') return members;
    const keyStart = at;
    const keyEnd = endOfJsonString(text, at);
    const key = String(JSON.parse(textAt(json, keyStart, keyEnd)));
    const start = afterSpace(text, text.indexOf(':', keyEnd) + 1);
    at = endOfValue(text, start);
    members.push({ key, keyStart, start, end: at });
  }
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && space.test(text.charAt(at))) at += 1;
  return at;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfJsonString(text, start);
  if (first === '{' || first === '[') return endOfNested(text, start);
  let at = start;
  while (at < text.length && !/[,}\s]/.test(text.charAt(at))) at += 1;
  return at;
}

/** Prompts are mostly strings, and those are leapt over. */
function endOfNested(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfJsonString(text, at) - 1;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

const quote = 0x22;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
