const namePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const valuePattern = /^[\t\u0020-\u007e]{0,4096}$/;

/** Set by the connection, by the body, or by the sign-in: an account cannot overrule them. */
const refused = new Set([
  'accept-encoding',
  'api-key',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-api-key',
  'x-goog-api-key',
]);
const refusedPrefixes = ['proxy-', 'sec-', 'x-amz-', 'x-forwarded-', 'x-onegate-'];

/** What is wrong with a header that is to be sent with each call of an account; `null` when nothing is. */
export function headerComplaint(name: string, value: string): string | null {
  const lower = name.toLowerCase();
  if (!namePattern.test(name)) return `${JSON.stringify(name.slice(0, 40))} is not a name of a header.`;
  if (refused.has(lower) || refusedPrefixes.some((prefix) => lower.startsWith(prefix)))
    return `The header ${lower} cannot be set here.`;
  return valuePattern.test(value) ? null : `The value of the header ${lower} cannot be sent.`;
}
