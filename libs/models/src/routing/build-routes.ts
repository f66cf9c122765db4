import { factsOf } from '../upstream-accounts/provider-kinds.js';
import { servedName } from '../upstream-accounts/served-names.js';
import type { ServedModels } from '../upstream-accounts/upstream-account.entity.js';
import type { Route, RoutedAccount } from './route.js';

/** An account with what it is set to serve. */
export interface ServingAccount {
  readonly account: RoutedAccount;
  readonly serves: ServedModels;
  readonly costBps: number;
}

export interface ListedModel {
  readonly accountId: number;
  readonly modelId: number;
  readonly upstreamName: string;
  readonly costBps: number | null;
  readonly isEnabled: boolean;
}

export interface RoutableModel {
  readonly id: number;
  readonly slug: string;
}

/** Every way to call every model, by the model's id. What is listed for an account counts before what it would serve. */
export function buildRoutes(
  models: readonly RoutableModel[],
  accounts: readonly ServingAccount[],
  listed: readonly ListedModel[],
): Map<number, Route[]> {
  const listings = new Map(listed.map((one) => [`${one.accountId}/${one.modelId}`, one]));
  const routes = new Map<number, Route[]>();
  for (const model of models) {
    const found = accounts
      .filter(({ serves }) => serves !== 'unrouted')
      .map((serving) => routeOf(model, serving, listings.get(`${serving.account.id}/${model.id}`)))
      .filter((route) => route !== null);
    const filled = found.some(({ account }) => account.tenantId === null)
      ? found
      : [...found, ...fallbacks(model, accounts, listings)];
    if (filled.length > 0) routes.set(model.id, filled);
  }
  return routes;
}

/** Accounts that stand in where no account of the platform serves a model. */
function fallbacks(
  model: RoutableModel,
  accounts: readonly ServingAccount[],
  listings: ReadonlyMap<string, ListedModel>,
): Route[] {
  return accounts
    .filter(({ serves }) => serves === 'unrouted')
    .map((serving) => routeOf(model, serving, listings.get(`${serving.account.id}/${model.id}`)))
    .filter((route) => route !== null);
}

function routeOf(
  { id, slug }: RoutableModel,
  { account, serves, costBps }: ServingAccount,
  listing: ListedModel | undefined,
): Route | null {
  if (listing)
    return listing.isEnabled
      ? {
          modelId: id,
          slug,
          upstreamName: listing.upstreamName,
          costBps: listing.costBps ?? costBps,
          account,
        }
      : null;
  const upstreamName = serves === 'listed' ? null : servedName(factsOf(account.kind).serves, slug);
  return upstreamName === null ? null : { modelId: id, slug, upstreamName, costBps, account };
}

/** Those of a model that this tenant's calls may take. */
export function routesFor(routes: readonly Route[], tenantId: number | null): Route[] {
  const open = routes.filter(({ account }) => account.tenantId === null || account.tenantId === tenantId);
  const own = open.filter(({ account }) => account.tenantId !== null);
  return own.some(({ account }) => account.isExclusive) ? own : open;
}
