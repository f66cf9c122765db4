import type { UpstreamAccount } from './upstream-account.entity.js';

/** What an account is until something else is said. */
export function blankAccount(): Omit<
  UpstreamAccount,
  'id' | 'publicId' | 'name' | 'kind' | 'tenantId' | 'origin' | 'createdAt' | 'updatedAt'
> {
  return {
    serves: 'listed',
    baseUrl: null,
    settings: {},
    headers: {},
    sealedCredentials: null,
    sealedHeaders: null,
    credentialNames: [],
    secretHeaderNames: [],
    credentialsSetAt: null,
    priority: 0,
    weight: 1,
    costBps: 10_000,
    concurrency: null,
    requestsPerMinute: null,
    tokensPerMinute: null,
    monthlyBudgetNanoUsd: null,
    connectTimeoutMs: null,
    firstByteTimeoutMs: null,
    idleTimeoutMs: null,
    totalTimeoutMs: null,
    isExclusive: false,
    isEnabled: true,
    isProvided: true,
    lastTest: null,
    deletedAt: null,
  };
}
