import type { KeyGrant } from '@onegate/auth';
import { bareName, lowerName, plainName, type CatalogModel } from '@onegate/models';

type Named = Pick<CatalogModel, 'slug' | 'canonicalSlug' | 'aliases'>;

/** Whether a key may call a model, by whatever name its owner wrote down: slug, alias, the provider's own, `vendor/*`. */
export function isModelAllowed(key: Pick<KeyGrant, 'allowedModels'> | null, model: Named): boolean {
  const allowed = key?.allowedModels ?? null;
  if (allowed === null) return true;
  const names = new Set(namesOf(model));
  return allowed.some((name) => names.has(plainName(name)) || isVendorOf(name, model));
}

function namesOf({ slug, canonicalSlug, aliases }: Named): string[] {
  const slugs = [slug, canonicalSlug ?? slug].map(plainName);
  return [...slugs, ...slugs.map(bareName), ...aliases.map(plainName)];
}

function isVendorOf(name: string, { slug }: Named): boolean {
  const lower = lowerName(name);
  return lower === '*' || (lower.endsWith('/*') && plainName(slug).startsWith(plainName(lower).slice(0, -1)));
}
