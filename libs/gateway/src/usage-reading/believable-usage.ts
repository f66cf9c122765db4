import type { Usage } from '@onegate/models';

/**
 * More than any call uses of any kind, be it tokens, seconds or pictures. A provider may be anybody's own server: with
 * figures out of the air a few calls would fill the sums that everybody's usage is added to.
 */
const mostUnits = 100_000_000;

/** Whether that can be what a call used; where not, it counts as not said. */
export function isBelievable(usage: Usage): boolean {
  return Object.values(usage).every((units) => Number(units) <= mostUnits);
}
