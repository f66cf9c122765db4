import type { DirectoryPerson } from './directory-person.js';

/** Some of the people of a directory; `null` stands for one without a usable id. */
export interface ListingPage {
  readonly people: readonly (DirectoryPerson | null)[];
  /** How many there are in all, where the directory says so. */
  readonly total: number | null;
}
