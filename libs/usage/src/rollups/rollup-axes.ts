import { accountOfTag, type AccountTag } from '@onegate/billing';

/**
 * By what usage is divided: `model`; `caller` (part: the person, detail: his key, 0 for none); `service` (the account's
 * service users); `account` (of the whole platform: organizations by their id, personal accounts by minus that of the person).
 */
export const axes = ['account', 'caller', 'model', 'service'] as const;
export type Axis = (typeof axes)[number];

/** The lengths of time that are summed up beforehand, and which one an event `e` falls into. */
export const grains = {
  months: { table: 'usage_months', of: `date_trunc('month', e.settled_at at time zone 'UTC')::date` },
  days: { table: 'usage_days', of: `(e.settled_at at time zone 'UTC')::date` },
  quarters: {
    table: 'usage_quarters',
    of: `date_bin('15 minutes', e.settled_at, timestamptz '2000-01-01 00:00:00Z')`,
  },
} as const;
export type Grain = keyof typeof grains;

/** What is divided into parts. */
export const scopes = {
  platform: 'all',
  account: (account: AccountTag): string => account,
  person: (account: AccountTag, userId: number): string => `${account}:u${userId}`,
  serviceUser: (account: AccountTag, serviceUserId: number): string => `${account}:s${serviceUserId}`,
};

const columnsOfPart = '(scope, axis, part_id, detail_id, operation)';
const modelOfAccount = `(e.account, 'model', e.model_id, 0, '')`;

/** The parts in which one event `e` counts; those without a scope or part do not apply to it. */
export const partsOfEvent = `(values
  ${modelOfAccount},
  (e.account, 'caller', e.user_id, coalesce(e.key_id, 0), ''),
  (e.account, 'service', e.service_user_id, 0, ''),
  (e.account || ':u' || e.user_id, 'model', e.model_id, 0, e.operation),
  (e.account || ':s' || e.service_user_id, 'model', e.model_id, 0, ''),
  ('all', 'model', e.model_id, 0, ''),
  ('all', 'account', case when e.account like 'o%' then 1 else -1 end * substr(e.account, 2)::bigint, 0, '')
) p ${columnsOfPart}`;

/** Quarters are kept of accounts by model only: there are few of them, and the day in any time zone is made of them. */
export const quarterParts = `(values ${modelOfAccount}) p ${columnsOfPart}`;

/** As the axis `account` counts accounts. */
export function accountPart(account: AccountTag): number {
  const { kind, id } = accountOfTag(account);
  return kind === 'organization' ? id : -id;
}

export function accountOfPart(part: number): AccountTag {
  return part > 0 ? `o${part}` : `u${-part}`;
}
