/** Vendors by the names that other catalogs give them. */
const vendorNames: Readonly<Record<string, string>> = {
  alibaba: 'qwen',
  'deepseek-ai': 'deepseek',
  gemini: 'google',
  meta: 'meta-llama',
  mistral: 'mistralai',
  moonshot: 'moonshotai',
  xai: 'x-ai',
  zai: 'z-ai',
};

const dateSuffix = /-(20\d{2}-\d{2}-\d{2}|\d{2}-20\d{2}|\d{2}-\d{2}|20\d{6}|\d{4}|\d{3}|latest)$/;

/** The name without case, blanks around it, and the prefix that Google's API puts before it. */
export function lowerName(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^models\//, '');
}

/** One spelling for names that differ in nothing but dots, dashes and the vendor's own name: `claude-sonnet-4.6`, `…-4-6`. */
export function plainName(name: string): string {
  const [vendor = '', ...rest] = lowerName(name)
    .replaceAll(/[._@\s]+/g, '-')
    .split('/');
  return rest.length === 0 ? vendor : [vendorNames[vendor] ?? vendor, ...rest].join('/');
}

/** The name without its date, build number or `-latest`; `undefined` for a name without one. */
export function undatedName(name: string): string | undefined {
  const [stem = '', ...variant] = name.split(':');
  const undated = stem.replace(dateSuffix, '');
  return undated === stem || undated === '' ? undefined : [undated, ...variant].join(':');
}

/** What follows the vendor: the name that the provider itself uses. */
export function bareName(slug: string): string {
  return slug.slice(slug.indexOf('/') + 1);
}
