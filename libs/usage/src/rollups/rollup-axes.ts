/**
 * By what usage is divided: `total` (not at all); `model`; `caller` (part: the person, detail: his key, 0 for none);
 * `service` (the account's service users); `account` (of the whole platform: organizations by their id, personal
 * accounts by minus that of the person).
 */
export type Axis = 'account' | 'caller' | 'model' | 'service' | 'total';

/** What is divided: everything, an account, a person or a service user within one. */
export type Level = 'platform' | 'account' | 'person' | 'serviceUser';

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

/** Where one event `e` counts on an axis, in SQL. */
interface Place {
  readonly part: string;
  readonly detail?: string;
  readonly operation?: string;
}

const accountPart = `case when e.account like 'o%' then 1 else -1 end * substr(e.account, 2)::bigint`;

/** How the scope of a level is written. Where it or the part is null, the event does not count there. */
const scopeOfEvent: Readonly<Record<Level, string>> = {
  platform: `'all'`,
  account: 'e.account',
  person: `e.account || ':u' || e.user_id`,
  serviceUser: `e.account || ':s' || e.service_user_id`,
};

const total: Place = { part: '0' };
const model: Place = { part: 'e.model_id' };

/** All sums that are kept: by what each level is divided. */
const places: Readonly<Record<Level, Readonly<Partial<Record<Axis, Place>>>>> = {
  platform: { total, model, account: { part: accountPart } },
  account: {
    total,
    model,
    caller: { part: 'e.user_id', detail: 'coalesce(e.key_id, 0)' },
    service: { part: 'e.service_user_id' },
  },
  person: { model: { ...model, operation: 'e.operation' } },
  serviceUser: { model },
};

/** Where an event `e` counts among the sums of a level on an axis: all of the key but the time, in SQL. */
export interface EventPlace {
  readonly scope: string;
  readonly axis: string;
  readonly part: string;
  readonly detail: string;
  readonly operation: string;
}

export function placeOfEvent(level: Level, axis: Axis): EventPlace {
  const place = places[level][axis];
  if (!place) throw new Error(`No sums are kept of a ${level} by ${axis}`);
  return { scope: scopeOfEvent[level], axis: `'${axis}'`, detail: '0', operation: `''`, ...place };
}

const allLevels = Object.keys(places) as Level[];

/** The rows that one event adds to. */
export const placesOfEvent = allLevels.flatMap(placesAt);

/**
 * Of one person there are few sums a day, so that a year of them is soon read, but of all people many: months of
 * theirs would be a third of what is written.
 */
export function hasMonths(level: Level): boolean {
  return level === 'platform' || level === 'account';
}

export const monthPlaces = allLevels.filter(hasMonths).flatMap(placesAt);

/** Whether a sum of a day goes into one of a month: only the scope of somebody within an account has two parts. */
export const countsInMonths = `strpos(scope, ':') = 0`;

function placesAt(level: Level): EventPlace[] {
  return (Object.keys(places[level]) as Axis[]).map((axis) => placeOfEvent(level, axis));
}

/** Quarters are kept of accounts as a whole only: what else a day in a time zone needs is counted from its events. */
export const quarterPlaces = [placeOfEvent('account', 'total')];
