import { networkOf, requestContext, type ThrottleRule } from '@onegate/platform';

const windowSeconds = 3_600;
const triesOfPerson = 10;
const triesOfAddress = 50;

/** How often a code may be tried: by one person, and from one network by anybody. */
export function redemptionRules(userId: number): ThrottleRule[] {
  const from = networkOf(requestContext.getStore()?.ip ?? 'unknown');
  return [
    { name: 'promotion/person', subject: String(userId), limit: triesOfPerson, windowSeconds },
    { name: 'promotion/address', subject: from, limit: triesOfAddress, windowSeconds },
  ];
}
