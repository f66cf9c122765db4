interface RequestHeaders {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * The credential that a request carries: `Authorization: Bearer X`, also doubled (`Bearer Bearer X`, as the admin
 * document prints it) and with the `workos:` prefix of editors, or `x-api-key` of Anthropic clients.
 */
export function bearerOf({ headers }: RequestHeaders): string | null {
  const authorization = headers.authorization;
  if (typeof authorization === 'string') {
    const token = authorization.replace(/^(\s*bearer\s+)+/i, '').trim();
    return withoutPrefix(token) || null;
  }
  const key = headers['x-api-key'];
  return typeof key === 'string' && key.length > 0 ? key : null;
}

/** Editors mark the session tokens that they send. */
export function withoutPrefix(token: string): string {
  return token.replace(/^workos:/i, '');
}

/** Session tokens have three parts with dots between them; what is neither is a mistaken key. */
export function looksLikeApiKey(token: string): boolean {
  return /^sk[-_]/.test(token) || token.split('.').length !== 3;
}
