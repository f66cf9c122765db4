import type { Failure, FailureKind } from '@onegate/platform';

const types: Readonly<Partial<Record<FailureKind, string>>> = {
  rate_limited: 'rate_limit_error',
  internal: 'server_error',
  upstream_failed: 'upstream_error',
  unavailable: 'server_error',
  timed_out: 'server_error',
};

/** A failure inside a stream, as the top-level `error` that makes OpenAI's and the AI SDK raise it. */
export function chatError({ kind, code, message }: Failure) {
  const shortCode = code.slice(code.lastIndexOf('.') + 1);
  return { message, type: types[kind] ?? 'invalid_request_error', param: null, code: shortCode };
}
