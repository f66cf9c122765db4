import { describe, expect, it } from '@jest/globals';
import { buildRoutes, routesFor, type ListedModel, type ServingAccount } from './build-routes.js';
import { routeVia } from './route.fixture.js';
import type { RoutedAccount } from './route.js';

const models = [
  { id: 1, slug: 'openai/gpt-4o' },
  { id: 2, slug: 'anthropic/claude-sonnet-4.5' },
];

function serving(
  id: number,
  serves: ServingAccount['serves'],
  account: Partial<RoutedAccount> = {},
): ServingAccount {
  return { account: routeVia(id, account).account, serves, costBps: 10_000 };
}

function listed(accountId: number, modelId: number, change: Partial<ListedModel> = {}): ListedModel {
  return { accountId, modelId, upstreamName: 'mine', costBps: null, isEnabled: true, ...change };
}

function names(
  modelId: number,
  accounts: ServingAccount[],
  listings: ListedModel[] = [],
): [number, string][] {
  const routes = buildRoutes(models, accounts, listings).get(modelId) ?? [];
  return routes.map(({ account, upstreamName }) => [account.id, upstreamName]);
}

describe('the ways to call a model', () => {
  it('are the accounts that list it, under the name that is listed', () => {
    expect(names(1, [serving(7, 'listed')], [listed(7, 1)])).toEqual([[7, 'mine']]);
    expect(names(2, [serving(7, 'listed')], [listed(7, 1)])).toEqual([]);
  });

  it('are the accounts whose provider makes it, unless it is switched off there', () => {
    expect(names(1, [serving(7, 'matching')])).toEqual([[7, 'gpt-4o']]);
    expect(names(2, [serving(7, 'matching')])).toEqual([]);
    expect(names(1, [serving(7, 'matching')], [listed(7, 1, { isEnabled: false })])).toEqual([]);
    expect(names(1, [serving(7, 'matching')], [listed(7, 1)])).toEqual([[7, 'mine']]);
  });

  it('are the stand-in only where the platform has no other, though an organization may have its own', () => {
    const standIn = serving(9, 'unrouted', { kind: 'simulator', isSimulated: true });
    expect(names(1, [standIn, serving(7, 'matching')])).toEqual([[7, 'gpt-4o']]);
    expect(names(2, [standIn, serving(7, 'matching')])).toEqual([[9, 'anthropic/claude-sonnet-4.5']]);
    expect(names(1, [standIn, serving(8, 'matching', { tenantId: 5 })]).map(([id]) => id)).toEqual([8, 9]);
  });

  it('cost what the account costs, or what is said of the model there', () => {
    const accounts = [{ ...serving(7, 'listed'), costBps: 9_000 }];
    const cost = (listing: ListedModel) => buildRoutes(models, accounts, [listing]).get(1)?.[0]?.costBps;
    expect(cost(listed(7, 1))).toBe(9_000);
    expect(cost(listed(7, 1, { costBps: 8_000 }))).toBe(8_000);
  });
});

describe('the ways that a tenant may take', () => {
  const platform = routeVia(1);
  const own = routeVia(2, { tenantId: 5 });

  it('are those of the platform and its own, never those of another', () => {
    expect(routesFor([platform, own], 5)).toEqual([platform, own]);
    expect(routesFor([platform, own], 6)).toEqual([platform]);
    expect(routesFor([platform, own], null)).toEqual([platform]);
  });

  it('are only its own where it wants no other', () => {
    const exclusive = routeVia(3, { tenantId: 5, isExclusive: true });
    expect(routesFor([platform, own, exclusive], 5)).toEqual([own, exclusive]);
  });
});
