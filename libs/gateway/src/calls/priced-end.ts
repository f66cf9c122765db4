import type { PricedEnd } from '@onegate/usage';
import type { AnswerEnd } from '../answers/begun-answer.js';
import type { PricedAnswer } from '../answers/retelling.js';
import type { AnsweredCall } from './answered-call.js';

export function pricedEndOf({ success: { model, lease } }: AnsweredCall, { usage }: AnswerEnd): PricedEnd {
  return { model, route: lease.route, usage: { request: 1, ...usage }, isCached: false };
}

/** What a client is told of the cost is worked out as what is charged. */
export function pricedOf(answered: AnsweredCall, end: AnswerEnd): PricedAnswer {
  return { end, cost: answered.admitted.costOf(pricedEndOf(answered, end)) };
}
