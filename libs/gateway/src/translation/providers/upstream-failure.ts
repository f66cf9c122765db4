import { APICallError, UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { CallOutcome } from '@onegate/models';
import { Failure } from '@onegate/platform';
import { isObject } from '../../json/json-object.js';
import { notTranslatable } from '../translation.errors.js';
import { publicWords } from '../../upstream/public-words.js';
import { troubleOfThrown } from '../../upstream/trouble.js';
import {
  contextTooLong,
  upstreamBusy,
  upstreamFailed,
  upstreamOverloaded,
  upstreamRefused,
  upstreamSlow,
  upstreamTooLarge,
} from '../../upstream/upstream.errors.js';

/** What went wrong at a provider. */
export interface UpstreamFailure {
  /** For the client: nothing of our keys, addresses or accounts. */
  readonly failure: Failure;
  /** The provider's status; `null` where none was told. */
  readonly status: number | null;
  /** Whether another account, or the same a little later, may well answer. */
  readonly isRetryable: boolean;
  /** Where no answer came that could tell it. */
  readonly outcome?: CallOutcome;
}

/** What a provider's package threw, or put into its stream. */
export function upstreamFailure(thrown: unknown): UpstreamFailure {
  const own = chainOf(thrown).find((error) => error instanceof Failure);
  if (own) {
    const isRetryable = own.status >= 500 || own.status === 429;
    return {
      failure: own,
      status: null,
      isRetryable,
      ...(own.kind === 'timed_out' && { outcome: 'timed_out' }),
    };
  }
  if (UnsupportedFunctionalityError.isInstance(thrown))
    return final(
      notTranslatable({ field: thrown.functionality, reason: 'its provider has nothing like it.' }),
    );
  if (isUnanswered(thrown)) {
    const { failure, outcome } = troubleOfThrown(thrown);
    return { failure, outcome, status: null, isRetryable: true };
  }
  const told = toldBy(thrown);
  const status = told.status ?? statusOfType(told.type);
  const failure = failureFor(status, told, thrown);
  return { failure, status, isRetryable: told.isRetryable ?? isPassing(status) };
}

/** The packages say only that the call came to nothing; the reason is in the cause. */
function isUnanswered(thrown: unknown): boolean {
  return APICallError.isInstance(thrown) && thrown.statusCode === undefined && thrown.cause !== undefined;
}

function final(failure: Failure): UpstreamFailure {
  return { failure, status: null, isRetryable: false };
}

interface Told {
  readonly status: number | null;
  readonly type: string;
  readonly message: string;
  readonly retryAfter: string | undefined;
  readonly isRetryable: boolean | undefined;
}

function toldBy(thrown: unknown): Told {
  if (APICallError.isInstance(thrown))
    return {
      status: thrown.statusCode ?? null,
      type: `${typeIn(thrown.data)} ${thrown.message}`,
      message: thrown.message,
      retryAfter: thrown.responseHeaders?.['retry-after'],
      isRetryable: thrown.isRetryable,
    };
  return toldInStream(thrown);
}

/** Errors in a stream are whatever the provider put there, at best with a status that the package found. */
function toldInStream(thrown: unknown): Told {
  const said = isObject(thrown) ? thrown : {};
  const { message, statusCode, isRetryable } = said;
  const text = typeof message === 'string' ? message : typeof thrown === 'string' ? thrown : '';
  return {
    status: typeof statusCode === 'number' ? statusCode : null,
    type: `${typeIn(said)} ${text}`,
    message: text,
    retryAfter: undefined,
    isRetryable: typeof isRetryable === 'boolean' ? isRetryable : undefined,
  };
}

function typeIn(value: unknown): string {
  if (!isObject(value)) return '';
  const { error, type, code, status } = value;
  return [type, code, status].filter((word) => typeof word === 'string').join(' ') + typeIn(error);
}

/** The words by which providers say in a stream what would have been a status before it. */
const statusWords: readonly (readonly [RegExp, number])[] = [
  [/overloaded|unavailable/i, 503],
  [/rate.?limit|throttl|too.many.requests|resource.?exhausted/i, 429],
  [/timed?.?out|deadline/i, 504],
  [/invalid.?request|validation/i, 400],
];

function statusOfType(type: string): number | null {
  return statusWords.find(([words]) => words.test(type))?.[1] ?? null;
}

function failureFor(status: number | null, { type, message, retryAfter }: Told, cause: unknown): Failure {
  const context = {
    cause,
    ...(retryAfter && /^\d+$/.test(retryAfter) && { headers: { 'retry-after': retryAfter } }),
  };
  if (status === null) return upstreamFailed(context);
  if (isTooLong(type)) return contextTooLong({ message: publicWords(message) }, context);
  if (isTheClients(status)) return upstreamRefused({ message: publicWords(message) }, context);
  return (byStatus[status] ?? upstreamFailed)(context);
}

type MakeFailure = typeof upstreamFailed;

/** A refused key, a missing deployment: not the client's doing, and nothing that he could mend. */
const byStatus: Readonly<Record<number, MakeFailure>> = {
  408: upstreamSlow,
  413: upstreamTooLarge,
  429: upstreamBusy,
  503: upstreamOverloaded,
  504: upstreamSlow,
  529: upstreamOverloaded,
};

function isTheClients(status: number): boolean {
  return status === 400 || status === 422;
}

function isTooLong(words: string): boolean {
  return /context.?length|context.?window|too many (input )?tokens|prompt is too long|input is too long|maximum context/i.test(
    words,
  );
}

function isPassing(status: number | null): boolean {
  return status === null || status === 408 || status === 409 || status === 429 || status >= 500;
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
