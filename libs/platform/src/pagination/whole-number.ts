/**
 * What a query string means by a number: digits become the number, blank or null means absent (clients send both), and
 * all else is left for the schema to refuse in its own words.
 */
export function readWholeNumber(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : value;
}

/** As above; more than the cap is held to it rather than refused, as clients ask for "all" with a large number. */
export function readCapped(cap: number): (value: unknown) => unknown {
  return (value) => {
    const number = readWholeNumber(value);
    return typeof number === 'number' && number > cap ? cap : number;
  };
}
