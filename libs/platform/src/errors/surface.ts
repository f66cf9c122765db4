/** Which family of clients a request belongs to; it decides how an error looks. */
export type Surface = 'admin' | 'account' | 'account-chat' | 'openai' | 'anthropic' | 'native' | 'operations';

interface RequestHead {
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Paths under `/api/v1` that OpenAI-compatible clients call: they need an object as `error`. */
const accountChatPaths = /^\/api\/v1\/(chat\/|models(\/|$)|generation$|embeddings$|images$)/;

/** Decides by path; callers of the shared `/v1` paths who send `anthropic-version` speak Anthropic's dialect. */
export function surfaceOf({ url, headers }: RequestHead): Surface {
  const path = pathOf(url);
  if (path === '/api' || path === '/api/') return 'native';
  if (accountChatPaths.test(path)) return 'account-chat';
  if (within(path, '/api/v1')) return 'account';
  if (within(path, '/api')) return 'admin';
  if (within(path, '/v1/messages')) return 'anthropic';
  if (within(path, '/v1')) return headers['anthropic-version'] === undefined ? 'openai' : 'anthropic';
  return 'operations';
}

/** The path without its query: what may be logged and shown. */
export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function within(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
