import { outcomeOfAnswer } from '@onegate/models';
import type { UpstreamFailure } from '../translation/providers/upstream-failure.js';
import { Trouble } from '../upstream/trouble.js';

/** What the failure of a provider's package says of the account. */
export function troubleOfUpstream({ failure, status, isRetryable, outcome }: UpstreamFailure): Trouble {
  const told = status === null && !isRetryable ? 'rejected' : outcomeOfAnswer(status ?? 502, failure.message);
  return new Trouble(outcome ?? told, failure, failure.headers);
}
