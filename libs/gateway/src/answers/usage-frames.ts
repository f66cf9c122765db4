const blank = /\r\n\r\n|\n\n|\r\r/g;
const mark = Buffer.from('"usage"');
const noChoices = /"choices"\s*:\s*\[\s*\]/;
const someUsage = /"usage"\s*:\s*\{/;

/** The events without those that only tell the usage: for clients that did not ask for it, and trip over an empty list of choices. */
export function withoutUsageFrames(bytes: Buffer): Buffer {
  if (!bytes.includes(mark)) return bytes;
  const text = bytes.toString('latin1');
  let kept = '';
  let from = 0;
  for (const { index, 0: end } of text.matchAll(blank)) {
    const frame = text.slice(from, index + end.length);
    if (!(noChoices.test(frame) && someUsage.test(frame))) kept += frame;
    from = index + end.length;
  }
  return Buffer.from(kept + text.slice(from), 'latin1');
}
