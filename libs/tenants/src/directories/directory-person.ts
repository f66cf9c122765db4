import { z } from 'zod';

/** A person as a directory lists him, before anything is known about him here. */
export interface DirectoryPerson {
  readonly externalId: string;
  /** In lower case; `null` where there is none that can be one. */
  readonly email: string | null;
  /** Empty where the directory gives none. */
  readonly name: string;
  readonly active: boolean;
}

interface RawPerson {
  readonly id: string | undefined;
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly active: unknown;
}

const maxIdLength = 255;
const maxNameLength = 200;
const email = z.email().max(254);
const inactiveWords = new Set([
  'false',
  '0',
  'no',
  'inactive',
  'disabled',
  'suspended',
  'deactivated',
  'deleted',
]);

/** Makes one fit to be stored; `null` for one without a usable id, who cannot be told from others. */
export function personFrom({ id, email: address, name, active }: RawPerson): DirectoryPerson | null {
  const externalId = plain(id ?? '');
  if (externalId === '' || externalId.length > maxIdLength) return null;
  return {
    externalId,
    email: email.safeParse(address?.trim().toLowerCase()).data ?? null,
    name: plain(name ?? '')
      .slice(0, maxNameLength)
      .toWellFormed(),
    active: isActive(active),
  };
}

/** People are active unless the directory says otherwise: what it leaves out must cost nobody his account. */
function isActive(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return true;
  return !inactiveWords.has(String(value).trim().toLowerCase());
}

/** Without control characters and halves of characters, which Postgres does not store. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
}
