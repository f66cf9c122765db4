import { AISDKError, APICallError, UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { CallOutcome } from '@onegate/models';
import { Failure } from '@onegate/platform';
import { isObject } from '../../json/json-object.js';
import { notTranslatable } from '../translation.errors.js';
import { troubleOfAnswer, troubleOfThrown } from '../../upstream/trouble.js';
import { upstreamFailed } from '../../upstream/upstream.errors.js';

/** What went wrong at a provider. */
export interface UpstreamFailure {
  /** For the client: nothing of our keys, addresses or accounts. */
  readonly failure: Failure;
  /** The provider's status; `null` where none was told. */
  readonly status: number | null;
  /** What it says of the account. */
  readonly outcome: CallOutcome;
  /** Those of the provider's answer, where there was one. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a provider's package threw, or put into its stream. */
export function upstreamFailure(thrown: unknown): UpstreamFailure {
  const own = chainOf(thrown).find((error) => error instanceof Failure);
  if (own) return { failure: own, status: null, outcome: outcomeOfOwn(own) };
  if (UnsupportedFunctionalityError.isInstance(thrown)) {
    const reason = 'its provider has nothing like it.';
    const failure = notTranslatable({ field: thrown.functionality, reason });
    return { failure, status: null, outcome: 'rejected' };
  }
  if (APICallError.isInstance(thrown)) return failureOfCall(thrown);
  // The package's own words, with a piece of the answer in them: neither the provider's nor for the client.
  if (thrown instanceof Error) return unreadable(thrown, null);
  return toldInStream(thrown);
}

function outcomeOfOwn({ kind, status }: Failure): CallOutcome {
  if (kind === 'timed_out') return 'timed_out';
  return status >= 500 || status === 429 ? 'server_error' : 'rejected';
}

/** What the package makes of an answer loses codes and details: the answer itself is judged, as where it is passed on. */
function failureOfCall(thrown: APICallError): UpstreamFailure {
  const { statusCode: status, message, responseBody, responseHeaders: headers = {}, cause } = thrown;
  if (status !== undefined && status >= 400) {
    const text = responseBody ?? message;
    const { failure, outcome } = troubleOfAnswer(status, text, headers, {
      isTranslated: true,
      cause: thrown,
    });
    return { failure, outcome, status, headers };
  }
  if (cause === undefined || AISDKError.isInstance(cause)) return unreadable(thrown, status ?? null);
  // The reason why the call came to nothing, or its answer broke off, is in the cause.
  const { failure, outcome } = troubleOfThrown(thrown);
  if (status === undefined) return { failure, outcome, status: null };
  return { failure: upstreamFailed({ cause: thrown }), outcome, status };
}

/** An answer that says that all is well, and that nobody can read. */
function unreadable(cause: unknown, status: number | null): UpstreamFailure {
  return { failure: upstreamFailed({ cause }), status, outcome: 'server_error' };
}

/** Errors in a stream are whatever the provider put there, at best with a status that the package found. */
function toldInStream(thrown: unknown): UpstreamFailure {
  const text = typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? '');
  const status = statusIn(thrown) ?? statusOfType(`${typeIn(thrown)} ${messageIn(thrown)}`);
  if (status === null) return unreadable(thrown, null);
  const { failure, outcome } = troubleOfAnswer(status, text, {}, { isTranslated: true, cause: thrown });
  return { failure, outcome, status };
}

function statusIn(value: unknown): number | null {
  if (!isObject(value)) return null;
  const told = [value['statusCode'], value['code']].find((status) => Number(status) >= 400);
  return told !== undefined && Number(told) < 600 ? Number(told) : null;
}

function messageIn(value: unknown): string {
  const message = isObject(value) ? value['message'] : value;
  return typeof message === 'string' ? message : '';
}

function typeIn(value: unknown): string {
  if (!isObject(value)) return '';
  const { error, type, code, status } = value;
  return [type, code, status].filter((word) => typeof word === 'string').join(' ') + typeIn(error);
}

/** The words by which providers say in a stream what would have been a status before it. */
const statusWords: readonly (readonly [RegExp, number])[] = [
  [/overloaded|unavailable/i, 503],
  [/rate.?limit|throttl|too.many.requests|resource.?exhausted|insufficient_quota/i, 429],
  [/timed?.?out|deadline/i, 504],
  [/authentication_error|invalid_api_key/i, 401],
  [/model_not_found|not_found_error/i, 404],
  [/invalid.?request|validation/i, 400],
];

function statusOfType(type: string): number | null {
  return statusWords.find(([words]) => words.test(type))?.[1] ?? null;
}

function chainOf(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  let error = thrown;
  while (error !== undefined && error !== null && chain.length < 8) {
    chain.push(error);
    error = error instanceof Error ? error.cause : undefined;
  }
  return chain;
}
