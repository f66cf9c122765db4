import type { Usage } from '@onegate/models';
import type { CallEnd } from '../admission/admission.js';
import { chargeFor, type Charge } from '../cost/charge.js';
import type { UsageEvent } from '../events/usage-event.js';
import type { OpenCall } from './open-call.js';

/** What is charged for a call, and the event that says so. */
export function settledEvent(call: OpenCall, end: CallEnd, settledAt: number): UsageEvent {
  const usage = fullUsage(end);
  const markupBps = call.markups.get(end.model.id) ?? 0;
  const charge = chargeFor(usage, end.model, { markupBps, at: call.startedAt });
  const chargedNano = isFree(end) ? 0n : charge.chargedNano;
  return {
    ...identityOf(call),
    ...routeOf(end),
    ...moneyOf(call, charge, chargedNano),
    settledAt: Math.max(settledAt, call.startedAt.getTime()),
    generationId: end.generationId,
    modelId: end.model.id,
    modelSlug: end.model.slug,
    usage,
    countSource: end.countSource,
    markupBps,
    reportedCostNano: end.reportedCostNano === null ? null : String(end.reportedCostNano),
    status: end.status,
    httpStatus: end.httpStatus,
    finishReason: end.finishReason,
    disconnect: end.disconnect,
    latencyMs: Math.round(end.latencyMs),
    firstTokenMs: end.firstTokenMs === null ? null : Math.round(end.firstTokenMs),
    attempts: end.attempts,
    isCached: end.isCached,
  };
}

function identityOf({ ask, tag, startedAt }: OpenCall) {
  return {
    id: ask.eventId,
    requestId: ask.requestId,
    startedAt: startedAt.getTime(),
    account: tag,
    userId: ask.principal.userId,
    keyId: ask.principal.keyId,
    serviceUser: ask.serviceUser,
    operation: ask.operation,
    requestedModel: ask.requestedModel,
    isStream: ask.isStream,
  };
}

function routeOf(end: CallEnd) {
  const { route } = end;
  return {
    upstreamAccountId: route?.account.id ?? null,
    providerKind: route?.account.kind ?? null,
    upstreamName: route?.upstreamName ?? null,
    isSimulated: route?.account.isSimulated ?? false,
    isOwnUpstream: isOwnUpstream(end),
  };
}

function moneyOf({ holdNano, leftNano }: OpenCall, charge: Charge, chargedNano: bigint) {
  const uncovered = chargedNano - holdNano - leftNano;
  return {
    priceVersionId: charge.priceVersionId,
    costNano: String(charge.costNano),
    chargedNano: String(chargedNano),
    holdNano: String(holdNano),
    overdraftNano: String(uncovered > 0n ? uncovered : 0n),
  };
}

/** On the organization's own account at the provider nothing is charged, nor for an answer that was remembered. */
export function isFree(end: Pick<CallEnd, 'route' | 'isCached'>): boolean {
  return end.isCached || isOwnUpstream(end);
}

export function isOwnUpstream({ route }: Pick<CallEnd, 'route'>): boolean {
  return (route?.account.tenantId ?? null) !== null;
}

/** A call that used something is one request, whoever counted: some models cost something for each. */
export function fullUsage({ usage, isCached }: Pick<CallEnd, 'usage' | 'isCached'>): Usage {
  const isUsed = Object.values(usage).some((units) => Number(units) > 0);
  return isUsed && !isCached && usage.request === undefined ? { ...usage, request: 1 } : usage;
}
