import { Agent, buildConnector } from 'undici';
import { type ResolveName, guardedLookup } from './guarded-lookup.js';
import { type OutboundPolicy, checkLiteralHost } from './outbound-policy.js';

export interface OutboundAgentOptions {
  readonly connectTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  /** Between two pieces of a body. */
  readonly bodyTimeoutMs?: number;
  /** At once to one origin. */
  readonly connections?: number;
  readonly resolve?: ResolveName;
}

/**
 * An undici dispatcher that cannot connect where the policy forbids it, whoever uses it: names are checked in the
 * lookup of the connect, and literal addresses, for which no lookup happens, before it. It does not follow redirects.
 */
export function outboundAgent(policy: OutboundPolicy, options: OutboundAgentOptions = {}): Agent {
  return new Agent({
    connect: guardedConnector(policy, options),
    headersTimeout: options.headersTimeoutMs ?? 15_000,
    bodyTimeout: options.bodyTimeoutMs ?? 30_000,
    connections: options.connections ?? 32,
  });
}

function guardedConnector(policy: OutboundPolicy, options: OutboundAgentOptions): buildConnector.connector {
  const connect = buildConnector({
    lookup: guardedLookup(policy, options.resolve),
    timeout: options.connectTimeoutMs ?? 5_000,
  });
  return (target, callback) => {
    try {
      checkLiteralHost(policy, target.hostname);
    } catch (refusal) {
      callback(refusal instanceof Error ? refusal : new Error(String(refusal)), null);
      return;
    }
    connect(target, callback);
  };
}
