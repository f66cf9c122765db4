/** A quota or budget in one of its periods. */
export interface SpendLimit {
  /** What Redis calls it, and Postgres can be asked by; see `spend-scope.ts`. */
  readonly name: string;
  readonly limit: bigint;
  /** Milliseconds since 1970; by then nothing can need it any more. */
  readonly forgetAt: number;
}

/** What a key may do in a minute, and at once; none is as much as it likes. */
export interface RateLimits {
  readonly keyId: number;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly concurrentRequests: number | null;
}

/** What a call may cost at most. */
export interface HighestCost {
  /** Without the answer, in nano-dollars. */
  readonly fixedNano: bigint;
  /** For each token of the answer, in thousandths of a nano-dollar. */
  readonly perTokenPico: number;
  readonly outputTokens: number;
}

export interface HoldAsk {
  readonly callId: string;
  readonly process: string;
  readonly cost: HighestCost;
  readonly minimumNano: bigint;
  readonly rates: RateLimits | null;
  /** What counts against the tokens per minute until it is known. */
  readonly countedTokens: number;
  readonly spendLimits: readonly SpendLimit[];
}

export interface PlacedHold {
  readonly kind: 'admitted';
  readonly holdNano: bigint;
  /** How many tokens of an answer it pays for. */
  readonly outputTokens: number;
  /** What is left on the account besides it. */
  readonly leftNano: bigint;
  readonly requestsLeft: number | null;
  readonly tokensLeft: number | null;
  readonly resetMillis: number;
}

/** Why there is no hold. */
export type HoldRefusal =
  | { readonly kind: 'busy'; readonly limit: number }
  | { readonly kind: 'requests'; readonly waitMillis: number }
  | { readonly kind: 'tokens'; readonly waitMillis: number; readonly left: number }
  | ShortOfMoney;

export interface ShortOfMoney {
  readonly kind: 'money';
  /** The name of a quota or budget, or `credits`. */
  readonly scope: string;
  readonly leftNano: bigint;
  /** Of what is missing, this is held for calls that are under way. */
  readonly heldNano: bigint;
  /** Of the quota or budget. */
  readonly spentNano: bigint;
  /** When the first of what was spent does not count any more, where a window moves along. */
  readonly freesAt: number | null;
}

/** Redis knows too little of the account; whoever asked tells it from Postgres and asks again. */
export type NotKnown =
  { readonly kind: 'unknown' } | { readonly kind: 'unknown_scope'; readonly scope: string };

export type HoldVerdict = PlacedHold | HoldRefusal | NotKnown;

/** What a call comes to in the end. */
export interface SettledCall {
  readonly callId: string;
  readonly chargedNano: bigint;
  readonly tokens: number;
  /** The quotas and budgets that it counts in, by the moment of its end. */
  readonly scopes: readonly Pick<SpendLimit, 'name' | 'forgetAt'>[];
}
