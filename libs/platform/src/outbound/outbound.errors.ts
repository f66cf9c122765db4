import { Failure, defineFailure } from '../errors/failure.js';

/*
 * The messages are shown to whoever gave the address, so they name the host he gave and never the address behind it:
 * that would turn the guard into a map of the internal network. The cause is for the log.
 */

export const urlMalformed = defineFailure(
  'outbound.url_malformed',
  'invalid_request',
  'This is not an address that can be called.',
);
export const schemeRefused = defineFailure(
  'outbound.scheme_refused',
  'invalid_request',
  'Only {schemes} addresses are called.',
);
export const credentialsInUrl = defineFailure(
  'outbound.credentials_in_url',
  'invalid_request',
  'A user name or password does not belong in the address.',
);
export const addressRefused = defineFailure(
  'outbound.address_refused',
  'invalid_request',
  '{host} is not an address that this server may call.',
);
export const redirectsExhausted = defineFailure(
  'outbound.redirects_exhausted',
  'upstream_failed',
  '{host} redirects more than {limit} times.',
);
export const redirectRefused = defineFailure(
  'outbound.redirect_refused',
  'upstream_failed',
  '{host} redirects to an address without encryption.',
);
export const responseTooLarge = defineFailure(
  'outbound.response_too_large',
  'upstream_failed',
  '{host} answered with more than {limit} bytes.',
);
export const outboundTimedOut = defineFailure(
  'outbound.timed_out',
  'timed_out',
  '{host} did not answer in time.',
);
export const outboundUnreachable = defineFailure(
  'outbound.unreachable',
  'upstream_failed',
  '{host} could not be reached.',
);

/** Whether the guard or the network is to blame, and not the program. */
export function isOutboundFailure(thrown: unknown): thrown is Failure {
  return thrown instanceof Failure && thrown.code.startsWith('outbound.');
}

/** Names whatever a call threw; the guard's own refusals come wrapped in undici's errors. */
export function asOutboundFailure(thrown: unknown, host: string): Failure {
  const chain = causes(thrown);
  const refusal = chain.find(isOutboundFailure);
  if (refusal) return refusal;
  const timedOut = chain.some(isTimeOut);
  return timedOut
    ? outboundTimedOut({ host }, { cause: thrown })
    : outboundUnreachable({ host }, { cause: thrown });
}

function causes(thrown: unknown): object[] {
  const chain: object[] = [];
  let error = thrown;
  while (typeof error === 'object' && error !== null && chain.length < 10) {
    chain.push(error);
    error = 'cause' in error ? error.cause : undefined;
  }
  return chain;
}

/** undici's time-outs and AbortSignal's go by name, the operating system's by code. */
function isTimeOut(error: object): boolean {
  const named = 'name' in error && String(error.name).includes('Timeout');
  return named || ('code' in error && error.code === 'ETIMEDOUT');
}
