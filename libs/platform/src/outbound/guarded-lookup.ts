import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { type LookupFunction } from 'node:net';
import { mayConnectTo } from './address-rules.js';
import { addressRefused } from './outbound.errors.js';
import { type OutboundPolicy } from './outbound-policy.js';

/** Finds every address of a name; `node:dns` in production. */
export type ResolveName = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The lookup of the connect itself. What is checked here is what gets connected to, so that a name which answers
 * differently the second time (DNS rebinding) gains nothing. One refused address among several refuses the name.
 */
export function guardedLookup(policy: OutboundPolicy, resolve: ResolveName = lookup): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error ?? !first) return callback(error ?? new Error(`${host} has no address`), '');
      const refused = addresses.some(({ address }) => !mayConnectTo(address, policy.allowPrivate));
      if (refused) return callback(addressRefused({ host }), '');
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
