import { stepAt, stepsBefore, type CapPeriod } from './cap-window.js';

/** What a quota or budget limits: the use of a key, of a person within an account, or of all of the account. */
export type PeriodScope =
  | { readonly kind: 'key'; readonly userId: number; readonly keyId: number; readonly start: number }
  | { readonly kind: 'person'; readonly userId: number; readonly start: number }
  | { readonly kind: 'account'; readonly start: number };

/** The same without its period. */
export type SpendScopeKind = PeriodScope extends infer Scope
  ? Scope extends PeriodScope
    ? Omit<Scope, 'start'>
    : never
  : never;

/** The use of a person within the time up to now. */
export interface MovingScope {
  readonly kind: 'moving';
  readonly userId: number;
  readonly stepMillis: number;
  /** How many steps count beside the one that is now. */
  readonly before: number;
  /** The one that is meant, where it is one. */
  readonly step: number | null;
}

export type SpendScope = PeriodScope | MovingScope;

/** The name by which Redis keeps it within an account: `k.5.12.1764547200000`. A new period is a new name. */
export function nameOfScope(scope: SpendScopeKind, start: number): string {
  if (scope.kind === 'key') return `k.${scope.userId}.${scope.keyId}.${start}`;
  return scope.kind === 'person' ? `p.${scope.userId}.${start}` : `a.${start}`;
}

/** `r.5.900000.20@1960608`: the same for ever but for the step that a call counts in. */
export function nameOfMoving(userId: number, period: CapPeriod, moment: number): string {
  return `r.${userId}.${period.stepMillis}.${stepsBefore(period)}@${stepAt(period, moment)}`;
}

/** Without its step. */
export function withoutStep(name: string): string {
  return name.replace(/@\d+$/, '');
}

export function scopeOfName(name: string): SpendScope {
  const [kind = '', ...rest] = name.split(/[.@]/);
  const [first = 0, second = 0, third = 0, step = null] = rest.map(Number);
  if (kind === 'r') return { kind: 'moving', userId: first, stepMillis: second, before: third, step };
  if (kind === 'k') return { kind: 'key', userId: first, keyId: second, start: third };
  return kind === 'p' ? { kind: 'person', userId: first, start: second } : { kind: 'account', start: first };
}
