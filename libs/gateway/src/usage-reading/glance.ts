const quote = '"';
const backslash = 92;

/**
 * Goes through the JSON of an event, as Latin-1 text, without parsing it: three times cheaper than that, and most events
 * hold nothing but a few letters of answer. The keys that are looked for cannot occur inside a string, where their quotes
 * would be escaped.
 *
 * The pattern's first group is the key of a string whose inside is `spoken`; a match without it is `telling`, which means
 * that the event is worth parsing.
 */
export function glance(
  wire: string,
  pattern: RegExp,
  spoken: (key: string, inside: string) => void,
): { readonly isTelling: boolean } {
  let isTelling = false;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(wire); match !== null; match = pattern.exec(wire)) {
    const key = match[1];
    if (key === undefined) isTelling = true;
    else pattern.lastIndex = tellString(wire, pattern.lastIndex, key, spoken);
  }
  return { isTelling };
}

function tellString(
  wire: string,
  start: number,
  key: string,
  spoken: (key: string, inside: string) => void,
): number {
  const end = endOfString(wire, start);
  if (end > start) spoken(key, wire.slice(start, end));
  return end;
}

/** The place of the quote that ends the string which begins here, or the end of all. */
function endOfString(wire: string, start: number): number {
  let end = wire.indexOf(quote, start);
  for (let from = start; end >= 0 && isEscaped(wire, from, end); end = wire.indexOf(quote, from))
    from = end + 1;
  return end < 0 ? wire.length : end;
}

function isEscaped(wire: string, start: number, end: number): boolean {
  let at = end;
  while (at > start && wire.charCodeAt(at - 1) === backslash) at -= 1;
  return (end - at) % 2 === 1;
}
