import { routeHeaders } from '@onegate/models';
import type { CallUnderDelivery } from './answered-call.js';

/** Which way a call went, for whoever wants to know; nothing of our accounts. */
export function headersOf({
  success,
  admitted,
  terms,
  retelling,
  eventId,
}: CallUnderDelivery): Record<string, string> {
  const { answer, model, lease, tries } = success;
  return {
    ...answer.headers,
    ...retelling?.headers,
    ...admitted.headers,
    ...routeHeaders(lease.route),
    'content-type': answer.contentType,
    ...(terms.isStream && { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' }),
    'x-onegate-event': eventId,
    'x-onegate-model': model.slug,
    'x-onegate-provider': lease.route.account.kind,
    'x-onegate-tries': String(tries),
    ...(answer.isTranslated && { 'x-onegate-translated': 'true' }),
  };
}
