/** What keeps Onegate from starting, in words for the person at the keyboard; shown without a stack. */
export class Problem extends Error {
  override name = 'Problem';
}
