/** The text for a LIKE or ILIKE pattern, in which it stands for itself: `%${likeLiteral(search)}%`. */
export function likeLiteral(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
