import { z } from 'zod';
import type { DirectoryClient } from './directory-client.js';
import { directoryChanged, directoryIncomplete, directoryMalformed } from './directory.errors.js';
import { personFrom, type DirectoryPerson } from './directory-person.js';
import { textAt, valueAt } from './field-path.js';
import type { ListingPage } from './listing-page.js';

const pageSize = 500;
const scimType = 'application/scim+json, application/json';

const listResponse = z.object({
  totalResults: z.int().nonnegative(),
  Resources: z.array(z.unknown()).default([]),
});

/**
 * The people of a SCIM 2.0 directory (RFC 7644, section 3.4.2.4), page by page. Servers give fewer than asked for as
 * they like, so the next page starts behind what came. It ends only when as many came as the directory says it has.
 */
export async function* scimListing(client: DirectoryClient, baseUrl: string): AsyncGenerator<ListingPage> {
  let seen = 0;
  let total: number | null = null;
  while (total === null || seen < total) {
    const { totalResults, Resources } = await page(client, baseUrl, seen + 1);
    // Somebody came or went: pages have shifted, and somebody may have slipped through between two of them.
    if (total !== null && totalResults !== total) throw directoryChanged();
    if (Resources.length === 0 && seen < totalResults) {
      throw directoryIncomplete({ seen, total: totalResults });
    }
    total = totalResults;
    seen += Resources.length;
    yield { people: Resources.map(scimPerson), total };
  }
  if (seen > total) throw directoryChanged();
}

async function page(client: DirectoryClient, baseUrl: string, startIndex: number) {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/Users`;
  url.searchParams.set('startIndex', String(startIndex));
  url.searchParams.set('count', String(pageSize));
  const parsed = listResponse.safeParse(await client.page(url, scimType));
  if (!parsed.success) throw directoryMalformed({ reason: 'totalResults or Resources is missing.' });
  return parsed.data;
}

const email = z.object({ value: z.string(), primary: z.boolean().optional().catch(false) });

/** A user resource (RFC 7643, section 4.1). The id is the one that the directory gives, which never changes. */
export function scimPerson(resource: unknown): DirectoryPerson | null {
  return personFrom({
    id: textAt(resource, 'id'),
    email: addressOf(resource) ?? textAt(resource, 'userName'),
    name: nameOf(resource),
    active: valueAt(resource, 'active'),
  });
}

function addressOf(resource: unknown): string | undefined {
  const listed = valueAt(resource, 'emails');
  const emails = (Array.isArray(listed) ? listed : []).flatMap((one) => email.safeParse(one).data ?? []);
  return (emails.find(({ primary }) => primary) ?? emails[0])?.value;
}

function nameOf(resource: unknown): string | undefined {
  const parts = [textAt(resource, 'name.givenName'), textAt(resource, 'name.familyName')];
  const composed = parts.filter(Boolean).join(' ');
  return textAt(resource, 'displayName') ?? textAt(resource, 'name.formatted') ?? (composed || undefined);
}
