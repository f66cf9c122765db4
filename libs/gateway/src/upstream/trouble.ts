import { codeOfThrown, outcomeOfAnswer, readRetryAfter, type CallOutcome } from '@onegate/models';
import { Failure } from '@onegate/platform';
import { failureOfAnswer, failureOfOutcome, type BadAnswer } from './upstream-failures.js';

type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A try that came to nothing: what it says of the account, what the client hears if no other try goes better. */
export class Trouble extends Error {
  constructor(
    readonly outcome: CallOutcome,
    readonly failure: Failure,
    readonly headers: AnswerHeaders = {},
  ) {
    super(outcome, { cause: failure });
    this.name = 'Trouble';
  }
}

/** An answer with a status that is not good. */
export function troubleOfAnswer(
  status: number,
  text: string,
  headers: AnswerHeaders,
  how: Pick<BadAnswer, 'isTranslated' | 'cause'> = {},
): Trouble {
  const outcome = outcomeOfAnswer(status, text);
  const retryAfterMs = readRetryAfter(headers, Date.now());
  return new Trouble(outcome, failureOfAnswer({ ...how, status, outcome, text, retryAfterMs }), headers);
}

const timeouts = new Set(['connect_timeout', 'timed_out']);

/** A call that got no answer, or whose answer broke off; or that we refused ourselves, before it was made. */
export function troubleOfThrown(thrown: unknown): Trouble {
  if (thrown instanceof Trouble) return thrown;
  if (thrown instanceof Failure && thrown.status < 500) return new Trouble('rejected', thrown);
  // A limit of ours, not the provider's: it has its words already.
  if (thrown instanceof Failure && thrown.kind === 'timed_out') return new Trouble('timed_out', thrown);
  const code = codeOfThrown(thrown);
  const outcome = timeouts.has(code) && code !== 'connect_timeout' ? 'timed_out' : 'unreachable';
  return new Trouble(outcome, failureOfOutcome(outcome, { cause: thrown }));
}
