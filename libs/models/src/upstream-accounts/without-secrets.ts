/** Shorter pieces of a secret say nothing; longer ones are how providers quote a wrong key. */
const pieceLength = 6;
const hidden = '[hidden]';

/** A provider's words without anything of the secrets in them: not whole, and no piece of any length that matters. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const shown = Array.from({ length: text.length }, () => true);
  for (const secret of secrets) hideIn(text, secret, shown);
  let result = '';
  for (const [index, isShown] of shown.entries()) {
    if (isShown) result += text[index];
    else if (index === 0 || shown[index - 1]) result += hidden;
  }
  return result;
}

function hideIn(text: string, secret: string, shown: boolean[]): void {
  const length = Math.min(pieceLength, secret.length);
  if (length === 0) return;
  const pieces = new Set(
    Array.from({ length: secret.length - length + 1 }, (_, start) => secret.slice(start, start + length)),
  );
  for (let at = 0; at + length <= text.length; at += 1)
    if (pieces.has(text.slice(at, at + length))) shown.fill(false, at, at + length);
}
