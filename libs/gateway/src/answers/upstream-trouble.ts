import type { UpstreamFailure } from '../translation/providers/upstream-failure.js';
import { Trouble } from '../upstream/trouble.js';

/** What the failure of a provider's package says of the account. */
export function troubleOfUpstream({ failure, outcome, headers }: UpstreamFailure): Trouble {
  return new Trouble(outcome, failure, headers ?? failure.headers);
}
