import type { AccountChange } from './account-draft.js';
import { UpstreamAccount } from './upstream-account.entity.js';

/** The fields that are columns as they are. */
const plainFields = [
  'name',
  'baseUrl',
  'settings',
  'headers',
  'serves',
  'priority',
  'weight',
  'costBps',
  'concurrency',
  'requestsPerMinute',
  'tokensPerMinute',
  'monthlyBudgetNanoUsd',
  'connectTimeoutMs',
  'firstByteTimeoutMs',
  'idleTimeoutMs',
  'totalTimeoutMs',
  'isExclusive',
  'isEnabled',
] as const satisfies readonly (keyof AccountChange & keyof UpstreamAccount)[];

/** The columns that the change names. */
export function columnsOf(change: AccountChange): Partial<UpstreamAccount> {
  const named = plainFields.filter((field) => change[field] !== undefined);
  return Object.fromEntries(named.map((field) => [field, change[field]]));
}

/** The account as it is after the change; itself it stays as it was. */
export function changedAccount(account: UpstreamAccount, change: Partial<UpstreamAccount>): UpstreamAccount {
  return Object.assign(new UpstreamAccount(), account, change);
}

/** What is different, for the audit log: before and after, of secrets only that they are. */
export function differences(account: UpstreamAccount, change: AccountChange): Record<string, unknown> {
  const changed = plainFields.filter(
    (field) => change[field] !== undefined && !isEqual(change[field], account[field]),
  );
  const plain = changed.map((field) => [field, { from: account[field], to: change[field] }]);
  const secrets = [
    ...(change.credentials ? [['credentials', Object.keys(change.credentials)]] : []),
    ...(change.secretHeaders ? [['secretHeaders', Object.keys(change.secretHeaders)]] : []),
  ];
  const models = change.models ? [['models', change.models.map(({ model }) => model)]] : [];
  return Object.fromEntries([...plain, ...secrets, ...models]) as Record<string, unknown>;
}

function isEqual(a: unknown, b: unknown): boolean {
  return typeof a === 'object' && a !== null ? JSON.stringify(a) === JSON.stringify(b) : a === b;
}
