/** What a quota or budget limits: the use of a key, of a person within an account, or of all of the account. */
export type SpendScope =
  | { readonly kind: 'key'; readonly userId: number; readonly keyId: number; readonly start: number }
  | { readonly kind: 'person'; readonly userId: number; readonly start: number }
  | { readonly kind: 'account'; readonly start: number };

/** The same without its period. */
export type SpendScopeKind = SpendScope extends infer Scope
  ? Scope extends SpendScope
    ? Omit<Scope, 'start'>
    : never
  : never;

/** The name by which Redis keeps it within an account: `k.5.12.1764547200000`. A new period is a new name. */
export function nameOfScope(scope: SpendScopeKind, start: number): string {
  if (scope.kind === 'key') return `k.${scope.userId}.${scope.keyId}.${start}`;
  return scope.kind === 'person' ? `p.${scope.userId}.${start}` : `a.${start}`;
}

export function scopeOfName(name: string): SpendScope {
  const [kind = '', ...rest] = name.split('.');
  const [first = 0, second = 0, third = 0] = rest.map(Number);
  if (kind === 'k') return { kind: 'key', userId: first, keyId: second, start: third };
  return kind === 'p' ? { kind: 'person', userId: first, start: second } : { kind: 'account', start: first };
}
