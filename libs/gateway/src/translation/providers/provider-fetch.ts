/** The signature of the global `fetch`; the gateway's own signs in, guards and times the call. */
export type ProviderFetch = typeof globalThis.fetch;

/** The packages insist on a key; what they make of this one is taken off again. */
export const keyOfNobody = 'signed-in-elsewhere';

const signInHeaders = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'user-agent'];

/**
 * Stands between a provider's package and the gateway's `fetch`: takes off what the package signed in with, and lets no
 * call go anywhere but below the account's own address, because every call gets the account's key.
 */
export function confinedFetch(fetch: ProviderFetch, baseUrl: string): ProviderFetch {
  const base = new URL(baseUrl);
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!isBelow(base, url)) return Promise.reject(new ForeignAddress(url.host));
    const headers = new Headers(init?.headers);
    for (const name of signInHeaders) headers.delete(name);
    return fetch(url.href, { ...init, headers: Object.fromEntries(headers) });
  };
}

/** A package wanted to load something from elsewhere with the account's key. */
export class ForeignAddress extends Error {
  constructor(readonly host: string) {
    super('The address is not below that of the account.');
    this.name = 'ForeignAddress';
  }
}

function isBelow(base: URL, url: URL): boolean {
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  return url.origin === base.origin && url.pathname.startsWith(folder);
}
