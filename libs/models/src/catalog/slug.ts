/** The form of a slug. */
export const vendorAndModel = /^[^\s/]+\/\S+$/;

export function vendorOf(slug: string): string {
  return slug.slice(0, slug.indexOf('/'));
}
