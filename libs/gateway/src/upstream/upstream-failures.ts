import type { CallOutcome } from '@onegate/models';
import type { Failure, FailureContext } from '@onegate/platform';
import { errorOfAnswer } from './provider-error.js';
import {
  accountRefused,
  contextTooLong,
  upstreamBusy,
  upstreamConflict,
  upstreamFailed,
  upstreamNotFound,
  upstreamOverloaded,
  upstreamRefused,
  upstreamSlow,
  upstreamTooLarge,
  upstreamUnreachable,
} from './upstream.errors.js';

/** No two providers say it alike, and few have a code for it. */
const tooLong = new RegExp(
  [
    'context.?length|context.?window|maximum context',
    '(?:prompt|input) is too long',
    'input tokens exceed|input token count.{0,40}exceeds',
    'too.many.(?:(?:input|prompt).)?tokens',
  ].join('|'),
  'i',
);

export interface BadAnswer {
  readonly status: number;
  readonly outcome: CallOutcome;
  readonly text: string;
  /** When the provider wants to be asked again. */
  readonly retryAfterMs: number | null;
  /** The client speaks another protocol than the provider. */
  readonly isTranslated?: boolean;
  /** For the log. */
  readonly cause?: unknown;
}

/** What a client hears of a provider that refused a call or failed at it. */
export function failureOfAnswer(answer: BadAnswer): Failure {
  const { status, outcome, text, retryAfterMs, isTranslated = false, cause } = answer;
  if (outcome !== 'rejected' && outcome !== 'conflict')
    return failureOfOutcome(outcome, { ...waitingFor(outcome, retryAfterMs), cause });
  if (status === 413) return upstreamTooLarge({ cause });
  if (isTranslated && !toldInTranslation.has(status)) return upstreamFailed({ cause });
  const { message, details } = errorOfAnswer(text);
  const refuse = tooLong.test(text) ? contextTooLong : (rejections[status] ?? upstreamRefused);
  // The fields that a provider names are not those of a client that speaks another protocol.
  return refuse({ message }, isTranslated ? { cause } : { details, cause });
}

/** Path, method and model are ours where a call is translated: what is wrong with them is none of the client's doing. */
const toldInTranslation: ReadonlySet<number> = new Set([400, 409, 422]);

const passing = new Set<CallOutcome>(['rate_limited', 'overloaded', 'server_error']);

function waitingFor(outcome: CallOutcome, millis: number | null): FailureContext {
  if (millis === null || !passing.has(outcome)) return {};
  return { headers: { 'retry-after': String(Math.max(1, Math.ceil(millis / 1_000))) } };
}

const rejections: Readonly<Record<number, typeof upstreamRefused>> = {
  404: upstreamNotFound,
  409: upstreamConflict,
};

type MakeFailure = (context?: FailureContext) => Failure;

/** Whatever is wrong with our account there is ours to mend, and none of the client's business. */
const failures: Readonly<Partial<Record<CallOutcome, MakeFailure>>> = {
  rate_limited: upstreamBusy,
  overloaded: upstreamOverloaded,
  timed_out: upstreamSlow,
  unreachable: upstreamUnreachable,
  unauthorized: accountRefused,
  forbidden: accountRefused,
  out_of_credit: accountRefused,
  model_unknown: accountRefused,
};

export function failureOfOutcome(outcome: CallOutcome, context?: FailureContext): Failure {
  return (failures[outcome] ?? upstreamFailed)(context);
}
