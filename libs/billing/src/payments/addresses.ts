import type { Configuration } from '@onegate/platform';

type Http = Configuration['http'];

/** Where people's browsers reach the API, without a slash at the end. */
export function publicAddress({ publicUrl, host, port }: Http): string {
  return (publicUrl ?? `http://${host}:${port}`).replace(/\/+$/, '');
}

/** Where a payer comes back to when nobody said where. */
export function finishedUrl(http: Http, how: 'paid' | 'left'): string {
  return `${publicAddress(http)}/payments/${how}`;
}
