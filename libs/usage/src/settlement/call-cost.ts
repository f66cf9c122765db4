import { costOf, priceAt, type PriceKind, type Usage } from '@onegate/models';
import { Decimal, roundToNanoUsd, type NanoUsd } from '@onegate/platform';
import type { CallCost, CallEnd, PricedEnd } from '../admission/admission.js';
import { answerKinds, chargeFor, promptKinds, tokensIn } from '../cost/charge.js';
import type { OpenCall } from './open-call.js';
import { fullUsage, isFree, isOwnUpstream } from './settled-event.js';

/** The same figures as in the event by which the call is settled. */
export function callCost(call: Pick<OpenCall, 'markups' | 'startedAt'>, end: PricedEnd): CallCost {
  const usage = fullUsage(end);
  const markupBps = call.markups.get(end.model.id) ?? 0;
  const conditions = { markupBps, at: call.startedAt };
  const { chargedNano, costNano } = chargeFor(usage, end.model, conditions);
  const isOwn = isOwnUpstream(end);
  const part = (kinds: readonly PriceKind[]): NanoUsd =>
    partOf(usage, kinds, end.model, isOwn ? { ...conditions, markupBps: 0 } : conditions);
  return {
    chargedNano: isFree(end) ? 0n : chargedNano,
    ownCostNano: isOwn ? costNano : null,
    promptNano: end.isCached ? 0n : part(promptKinds),
    answerNano: end.isCached ? 0n : part(answerKinds),
  };
}

function partOf(
  usage: Usage,
  kinds: readonly PriceKind[],
  { price }: Pick<CallEnd['model'], 'price'>,
  { markupBps, at }: { readonly markupBps: number; readonly at: Date },
): NanoUsd {
  if (!price) return 0n;
  const effective = priceAt(price, { promptTokens: tokensIn(usage, promptKinds), at });
  const part = Object.fromEntries(kinds.map((kind) => [kind, usage[kind] ?? 0]));
  return roundToNanoUsd(costOf(part, effective).exact.times(Decimal.scaled(BigInt(10_000 + markupBps), 4)));
}
