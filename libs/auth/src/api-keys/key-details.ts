import { toBudgetText } from '@onegate/platform';
import type { ApiKey } from './api-key.entity.js';
import type { QuotaPeriod } from './quota-period.js';

/** A key as people get to see it: everything but its value. */
export interface KeyDetails {
  readonly id: string;
  readonly name: string;
  readonly redactedValue: string;
  readonly organizationId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  /** Until when the value before the last rotation works. */
  readonly previousValueUntil: string | null;
  readonly quotaUsd: string | null;
  readonly quotaPeriod: QuotaPeriod;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly concurrentRequests: number | null;
  readonly allowedModels: string[] | null;
  readonly allowedIps: string[] | null;
}

export function toKeyDetails(key: ApiKey, organizationId: string | null): KeyDetails {
  return {
    id: key.publicId,
    name: key.name,
    redactedValue: key.redactedValue,
    organizationId,
    createdAt: key.createdAt.toISOString(),
    updatedAt: (key.updatedAt ?? key.createdAt).toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    previousValueUntil: key.previousUntil?.toISOString() ?? null,
    quotaUsd: key.quotaNanoUsd === null ? null : toBudgetText(key.quotaNanoUsd),
    quotaPeriod: key.quotaPeriod,
    requestsPerMinute: key.requestsPerMinute,
    tokensPerMinute: key.tokensPerMinute,
    concurrentRequests: key.concurrentRequests,
    allowedModels: key.allowedModels,
    allowedIps: key.allowedIps,
  };
}
