import { endOfJsonString } from '@onegate/platform';

/**
 * Edits top-level fields of a JSON text and leaves every other byte as it is: numbers keep their spelling, keys their
 * order, unknown fields their place. The text must have been parsed before, so that it is known to be an object.
 */
export function withFields(text: string, fields: Readonly<Record<string, unknown>>): string {
  const wanted = new Map(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (wanted.size === 0) return text;
  const members = topLevelMembers(text);
  const present = new Set(members.map(({ key }) => key));
  const missing = [...wanted].filter(([key]) => !present.has(key));
  let edited = '';
  let copied = 0;
  // A field that stands there twice is edited twice: which of the two counts is the reader's choice.
  for (const { key, start, end } of members) {
    if (!wanted.has(key)) continue;
    edited += text.slice(copied, start) + JSON.stringify(wanted.get(key));
    copied = end;
  }
  return added(edited + text.slice(copied), missing, members.length === 0);
}

/** The text without these top-level fields. */
export function withoutFields(text: string, names: ReadonlySet<string>): string {
  const members = topLevelMembers(text);
  if (!members.some(({ key }) => names.has(key))) return text;
  const kept = members.filter(({ key }) => !names.has(key));
  return `{${kept.map(({ keyStart, end }) => text.slice(keyStart, end)).join(',')}}`;
}

function added(text: string, fields: readonly (readonly [string, unknown])[], isEmpty: boolean): string {
  if (fields.length === 0) return text;
  const end = text.lastIndexOf('}');
  const more = fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',');
  return `${text.slice(0, end)}${isEmpty ? '' : ','}${more}${text.slice(end)}`;
}

interface Member {
  readonly key: string;
  readonly keyStart: number;
  /** Of the value. */
  readonly start: number;
  readonly end: number;
}

const space = /[\s]/;

function topLevelMembers(text: string): Member[] {
  const members: Member[] = [];
  let at = text.indexOf('{') + 1;
  for (;;) {
    at = afterSpace(text, at);
    if (text[at] === ',') at = afterSpace(text, at + 1);
    if (text[at] !== '"') return members;
    const keyStart = at;
    const keyEnd = endOfJsonString(text, at);
    const key = String(JSON.parse(text.slice(keyStart, keyEnd)));
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
