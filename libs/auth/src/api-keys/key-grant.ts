import type { NanoUsd } from '@onegate/platform';
import type { ApiKey } from './api-key.entity.js';
import type { QuotaPeriod } from './quota-period.js';

/** What a key may do and use, for whoever admits its calls. */
export interface KeyGrant {
  readonly id: number;
  readonly publicId: string;
  /** The organization it draws on; none is its owner's personal account. */
  readonly tenantId: number | null;
  readonly quotaNanoUsd: NanoUsd | null;
  readonly quotaPeriod: QuotaPeriod;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly concurrentRequests: number | null;
  readonly allowedModels: readonly string[] | null;
  /** Whether it can do everything that its owner can on its account, for as long. */
  readonly isUnlimited: boolean;
}

export function grantOf(key: ApiKey): KeyGrant {
  return {
    id: key.id,
    publicId: key.publicId,
    tenantId: key.tenantId,
    quotaNanoUsd: key.quotaNanoUsd,
    quotaPeriod: key.quotaPeriod,
    requestsPerMinute: key.requestsPerMinute,
    tokensPerMinute: key.tokensPerMinute,
    concurrentRequests: key.concurrentRequests,
    allowedModels: key.allowedModels,
    isUnlimited: limitsOf(key).every((limit) => limit === null),
  };
}

function limitsOf(key: ApiKey): unknown[] {
  const { expiresAt, quotaNanoUsd, requestsPerMinute, tokensPerMinute } = key;
  const { concurrentRequests, allowedModels, allowedIps } = key;
  return [
    expiresAt,
    quotaNanoUsd,
    requestsPerMinute,
    tokensPerMinute,
    concurrentRequests,
    allowedModels,
    allowedIps,
  ];
}
