import { read, setting } from './setting.js';

export const keptAnswerSettings = {
  idempotencySeconds: setting(
    'ONEGATE_IDEMPOTENCY_SECONDS',
    read.count.default(86_400),
    'How long the answer of a call with an `Idempotency-Key` is kept for a repeat of that call. 0 pays no heed to such keys.',
  ),
  cacheSeconds: setting(
    'ONEGATE_ANSWER_CACHE_SECONDS',
    read.count.default(0),
    'For how long at most a call may have its answer kept for the same call again (`x-onegate-cache-ttl`). 0 switches that off.',
  ),
  mostBytes: setting(
    'ONEGATE_KEPT_ANSWER_BYTES',
    read.count.default(1_048_576),
    'The longest answer that is kept for a repeat of its call.',
  ),
} as const;
