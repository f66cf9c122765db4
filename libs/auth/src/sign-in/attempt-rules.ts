import { networkOf, requestContext, type ThrottleRule } from '@onegate/platform';

const minute = 60;

interface Allowance {
  readonly account: number;
  readonly address: number;
  readonly windowSeconds: number;
}

/** How often each thing may be tried: for one account from anywhere, and from one address for any account. */
const allowances = {
  login: { account: 10, address: 50, windowSeconds: 15 * minute },
  'password-forgotten': { account: 5, address: 20, windowSeconds: 60 * minute },
  'password-reset': { account: 10, address: 20, windowSeconds: 15 * minute },
  'email-code': { account: 5, address: 20, windowSeconds: 60 * minute },
  'email-code-try': { account: 10, address: 50, windowSeconds: 15 * minute },
} as const satisfies Record<string, Allowance>;

export function attemptRules(kind: keyof typeof allowances, email: string): ThrottleRule[] {
  const { account, address, windowSeconds } = allowances[kind];
  const from = networkOf(requestContext.getStore()?.ip ?? 'unknown');
  return [
    { name: `${kind}/account`, subject: accountName(email), limit: account, windowSeconds },
    { name: `${kind}/address`, subject: from, limit: address, windowSeconds },
  ];
}

/** The same account however it is written. */
export function accountName(email: string): string {
  return email.trim().toLowerCase();
}
