import type { CatalogModel, Route } from '@onegate/models';
import type { GatewayCall } from '../calls/gateway-call.js';
import type { CallTerms } from '../protocols/client-protocol.js';

/** One try of a call at one route. */
export interface RouteAttempt {
  readonly call: GatewayCall;
  readonly terms: CallTerms;
  readonly model: CatalogModel;
  readonly route: Route;
  /** How long each answer may be, where that is not what the request says. */
  readonly answerLimit: number | null;
  /** Aborted with a `Failure` for a time-out, with anything else when the answer is not wanted any more. */
  readonly signal: AbortSignal;
  /** That the provider gets besides those of the client. */
  readonly traceHeaders: Readonly<Record<string, string>>;
}
