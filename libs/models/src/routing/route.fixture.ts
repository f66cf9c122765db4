import type { Route, RoutedAccount } from './route.js';

/** A route for tests: account `id` with what matters to the test. */
export function routeVia(
  id: number,
  account: Partial<RoutedAccount> = {},
  route: Partial<Route> = {},
): Route {
  return {
    modelId: 1,
    slug: 'vendor/model',
    upstreamName: 'model',
    costBps: 10_000,
    ...route,
    account: {
      id,
      publicId: `upa_${id}`,
      kind: 'openai',
      tenantId: null,
      isExclusive: false,
      isSimulated: false,
      baseUrl: 'https://provider.example/v1',
      settings: {},
      timeouts: { connectMs: 1_000, firstByteMs: 1_000, idleMs: 1_000, totalMs: 1_000 },
      limits: {
        concurrency: null,
        requestsPerMinute: null,
        tokensPerMinute: null,
        monthlyBudgetNanoUsd: null,
      },
      priority: 0,
      weight: 1,
      ...account,
    },
  };
}
