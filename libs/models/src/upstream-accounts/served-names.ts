/** What is known of the models that a provider serves, by their slugs in the catalog. */
export interface ServedNames {
  /** Vendors whose models it makes itself: the rest of the slug is the name, after the rewriting. */
  readonly vendors?: readonly string[];
  /** Or every model, under its whole slug. */
  readonly all?: boolean;
  readonly rewrite?: readonly (readonly [RegExp, string])[];
  /** Of those, models that it does not serve, or that are another model with options. */
  readonly not?: RegExp;
  /** Names that follow no rule. */
  readonly named?: Readonly<Record<string, string>>;
}

/** The provider's own name of a model of the catalog; `null` when it is not known to serve it. */
export function servedName(served: ServedNames, slug: string): string | null {
  const named = served.named?.[slug];
  if (named !== undefined) return named;
  if (served.all) return slug;
  const slash = slug.indexOf('/');
  const vendor = slug.slice(0, slash);
  // What follows a colon are variants that only a router of models knows.
  if (!served.vendors?.includes(vendor) || slug.includes(':') || served.not?.test(slug)) return null;
  return (served.rewrite ?? []).reduce(
    (name, [pattern, replacement]) => name.replace(pattern, replacement),
    slug.slice(slash + 1),
  );
}
