import type { CallRecord } from './client.ts';
import { tellsOfTrouble, toldUsage } from './told-usage.ts';

/** An event in the books, with what it should have cost by the prices in force. */
export interface BookedCall {
  readonly tag: string;
  readonly id: string;
  readonly account: string;
  readonly status: string;
  readonly input: number;
  readonly output: number;
  readonly charged: string;
  readonly due: string;
}

/** What the provider remembers of one request. */
export interface ServedCall {
  readonly tag: string;
  readonly status: number | null;
  readonly isFinished: boolean;
}

export interface Round {
  readonly records: readonly CallRecord[];
  /** Those APIs that were ended while calls were under way. */
  readonly endedApis: ReadonlySet<number>;
}

/** Holds what clients know, what the provider knows and what the books say against each other; answers what does not agree. */
export function complaintsAbout(
  { records, endedApis }: Round,
  books: readonly BookedCall[],
  served: readonly ServedCall[],
): string[] {
  const bookedOf = Map.groupBy(books, ({ tag }) => tag);
  const servedOf = Map.groupBy(served, ({ tag }) => tag);
  return records.flatMap((record) => {
    const { tag, api } = record.call;
    const facts = {
      record,
      booked: bookedOf.get(tag) ?? [],
      served: servedOf.get(tag) ?? [],
      mayBeLost: endedApis.has(api),
    };
    return rules.flatMap((rule) => rule(facts) ?? []).map((text) => `${text}: ${described(facts)}`);
  });
}

interface CallFacts {
  readonly record: CallRecord;
  readonly booked: readonly BookedCall[];
  readonly served: readonly ServedCall[];
  /** Its process died before the call was over, perhaps: charged once or not at all. */
  readonly mayBeLost: boolean;
}

const rules: readonly ((facts: CallFacts) => string | null)[] = [
  ({ booked }) => (booked.length > 1 ? 'charged more than once' : null),
  ({ record, booked }) =>
    record.outcome === 'whole' && booked.length === 0 ? 'answered and not charged' : null,
  ({ record, booked }) =>
    record.outcome === 'refused' && booked.length > 0 ? 'refused or failed, and charged' : null,
  ({ booked, served }) => (booked.length > served.length ? 'charged without a provider' : null),
  ({ record, booked, mayBeLost }) =>
    hasBegun(record) && booked.length === 0 && !mayBeLost ? 'begun and not settled' : null,
  ({ record, booked, served, mayBeLost }) =>
    isServedInFull(record, served) && booked.length === 0 && !mayBeLost ? 'served and not charged' : null,
  ({ booked }) => (booked.some(({ charged, due }) => charged !== due) ? 'not the price' : null),
  ({ record, booked: [one] }) => (one && one.account !== record.call.key.tag ? 'of another account' : null),
  ({ record, booked: [one] }) => usageComplaint(record, one),
];

function hasBegun({ outcome, text, status }: CallRecord): boolean {
  return status === 200 && text.length > 0 && outcome !== 'refused';
}

function isServedInFull({ call }: CallRecord, served: readonly ServedCall[]): boolean {
  const isWell = !/fail=|cut/.test(call.script) && call.leavesAfter === null;
  return isWell && served.some(({ isFinished, status }) => isFinished && status === 200);
}

/** Where the client was told the usage, the books have the same. */
function usageComplaint(record: CallRecord, booked: BookedCall | undefined): string | null {
  if (!booked || record.outcome !== 'whole' || !record.call.tellsUsage || tellsOfTrouble(record)) return null;
  const told = toldUsage(record);
  if (!told) return 'whole and without usage';
  const isSame = told.input === booked.input && told.output === booked.output;
  return isSame ? null : `client was told ${told.input} + ${told.output}`;
}

function described({ record, booked, served, mayBeLost }: CallFacts): string {
  const { call, status, outcome, millis, text } = record;
  const { tag, api, path, script, isStream, leavesAfter, key } = call;
  const asked = { tag, api, path, script, isStream, leavesAfter, key: key.id, mayBeLost };
  return JSON.stringify({ asked, status, outcome, millis, booked, served, end: text.slice(-300) });
}
