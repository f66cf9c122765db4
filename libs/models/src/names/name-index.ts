import { bareName, lowerName, plainName, undatedName } from './plain-name.js';

export interface NamedModel {
  readonly id: number;
  readonly slug: string;
  readonly canonicalSlug: string | null;
  /** Of two models with the same derived name the one that can be called gets it. */
  readonly isCallable: boolean;
}

export interface NamedAlias {
  /** As `plainName` writes it. */
  readonly normal: string;
  readonly modelId: number;
}

/** There are more spellings of a name than anybody uses. */
const mostKnown = 5_000;

/**
 * Which model a name means. In this order: the slug; an alias; the slug in another spelling or the provider's own name;
 * the dated name behind the slug; all of them without a date. A derived name that two models could have means neither.
 */
export class NameIndex {
  private readonly slugs: Names;
  private readonly aliases: Names;
  private readonly derived: readonly Names[];
  private readonly undated: readonly Names[];
  /** What was asked for before: the same few names in every call, of which each took 2 % of it. */
  private readonly known = new Map<string, number>();

  constructor(models: readonly NamedModel[], aliases: readonly NamedAlias[]) {
    this.slugs = new Map(models.map(({ slug, id }) => [lowerName(slug), id]));
    this.aliases = new Map(aliases.map(({ normal, modelId }) => [normal, modelId]));
    this.derived = [ownNames, datedNames].map((namesOf) => unambiguous(models, namesOf));
    this.undated = [ownNames, datedNames].map((namesOf) =>
      unambiguous(models, (model) => namesOf(model).flatMap((name) => undatedName(name) ?? [])),
    );
  }

  resolve(name: string): number | null {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const found = this.find(name);
    if (found !== null && this.known.size < mostKnown) this.known.set(name, found);
    return found;
  }

  private find(name: string): number | null {
    const spellings = [name, undatedName(plainName(name))].filter((one) => one !== undefined);
    return (
      firstOf(spellings, (one) => this.ownerOf(one)) ??
      firstOf(spellings, (one) => firstOf(this.undated, (names) => names.get(plainName(one)))) ??
      null
    );
  }

  /** The model that has this very name; a new alias must not take it away. */
  ownerOf(name: string): number | undefined {
    const plain = plainName(name);
    const known = this.slugs.get(lowerName(name)) ?? this.aliases.get(plain);
    return known ?? firstOf(this.derived, (names) => names.get(plain));
  }
}

type Names = ReadonlyMap<string, number>;

function firstOf<Item, Result>(
  items: readonly Item[],
  find: (item: Item) => Result | undefined,
): Result | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownNames({ slug }: NamedModel): string[] {
  return [plainName(slug), bareName(plainName(slug))];
}

/** Variants (`vendor/model:free`) share the dated name of the model itself, which is meant by it. */
function datedNames({ slug, canonicalSlug }: NamedModel): string[] {
  if (canonicalSlug === null || slug.includes(':')) return [];
  return [plainName(canonicalSlug), bareName(plainName(canonicalSlug))];
}

/** The models that can be called come first; among equals a name that two want goes to nobody. */
function unambiguous(
  models: readonly NamedModel[],
  namesOf: (model: NamedModel) => string[],
): ReadonlyMap<string, number> {
  const callable = claims(
    models.filter(({ isCallable }) => isCallable),
    namesOf,
  );
  const others = claims(
    models.filter(({ isCallable }) => !isCallable),
    namesOf,
  );
  const owners = [...others, ...callable].map(([name, ids]) => [name, ids] as const);
  return new Map(
    [...new Map(owners)].flatMap(([name, ids]) => {
      const [only] = ids;
      return ids.size === 1 && only !== undefined ? [[name, only] as const] : [];
    }),
  );
}

function claims(models: readonly NamedModel[], namesOf: (model: NamedModel) => string[]) {
  const byName = new Map<string, Set<number>>();
  for (const model of models) {
    for (const name of namesOf(model)) {
      byName.set(name, (byName.get(name) ?? new Set()).add(model.id));
    }
  }
  return byName;
}
