import type { BilledAccount } from '../wallets/billed-account.js';
import type { PromotionCode } from './promotion-code.entity.js';
import type { Promotion } from './promotion.entity.js';

const day = 86_400_000;

type Terms = Pick<
  Promotion,
  | 'audience'
  | 'isActive'
  | 'startsAt'
  | 'endsAt'
  | 'creditDays'
  | 'creditEndsAt'
  | 'maxRedemptions'
  | 'redeemedCount'
>;
type CodeTerms = Pick<PromotionCode, 'isActive' | 'endsAt' | 'maxRedemptions' | 'redeemedCount'>;

/** How often an account, and whoever acts for it, took part already. */
export interface TakenPart {
  readonly byAccount: number;
  readonly byPerson: number;
}

/** Whether anybody of that kind can take part now. */
export function isOpen(promotion: Terms, kind: BilledAccount['kind'], now: Date): boolean {
  const { audience, isActive, startsAt, endsAt } = promotion;
  const isInTime = startsAt <= now && isBefore(now, endsAt) && isBefore(now, promotion.creditEndsAt);
  return isActive && isInTime && (audience === 'any' || audience === kind) && hasRoom(promotion);
}

export function isCodeOpen(code: CodeTerms, now: Date): boolean {
  return code.isActive && isBefore(now, code.endsAt) && hasRoom(code);
}

export function isTaken(
  { maxPerAccount, maxPerPerson }: Pick<Promotion, 'maxPerAccount' | 'maxPerPerson'>,
  { byAccount, byPerson }: TakenPart,
): boolean {
  return byAccount >= maxPerAccount || byPerson >= maxPerPerson;
}

/** When credit that is given now is gone: after its days, and never later than the campaign says. */
export function creditExpiry(
  { creditDays, creditEndsAt }: Pick<Terms, 'creditDays' | 'creditEndsAt'>,
  now: Date,
): Date | null {
  if (creditDays === null) return creditEndsAt;
  const afterDays = new Date(now.getTime() + creditDays * day);
  return creditEndsAt && creditEndsAt < afterDays ? creditEndsAt : afterDays;
}

function hasRoom({
  maxRedemptions,
  redeemedCount,
}: Pick<Terms, 'maxRedemptions' | 'redeemedCount'>): boolean {
  return maxRedemptions === null || redeemedCount < maxRedemptions;
}

function isBefore(now: Date, end: Date | null): boolean {
  return end === null || now < end;
}
