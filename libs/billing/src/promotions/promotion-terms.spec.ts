import { describe, expect, it } from '@jest/globals';
import { mailboxName } from './mailbox-name.js';
import { codeName, newPromotionCode } from './promotion-code.js';
import { creditExpiry, isCodeOpen, isOpen, isTaken } from './promotion-terms.js';

const now = new Date('2026-05-01T12:00:00Z');
const before = new Date('2026-05-01T11:00:00Z');
const after = new Date('2026-05-01T13:00:00Z');
const terms = {
  audience: 'any' as const,
  isActive: true,
  startsAt: before,
  endsAt: null,
  creditDays: null,
  creditEndsAt: null,
  maxRedemptions: null,
  redeemedCount: 0,
};

describe('a promotion', () => {
  it.each([
    ['is open to everybody while it runs', {}, true],
    ['is over at its end', { endsAt: now }, false],
    ['has not begun', { startsAt: after }, false],
    ['begins at its start', { startsAt: now }, true],
    ['is switched off', { isActive: false }, false],
    ['is for organizations only', { audience: 'organization' as const }, false],
    ['is for people only', { audience: 'user' as const }, true],
    ['is used up', { maxRedemptions: 3, redeemedCount: 3 }, false],
    ['has one left', { maxRedemptions: 3, redeemedCount: 2 }, true],
    ['gives nothing that could still be used', { creditEndsAt: now }, false],
  ])('%s', (_, change, open) => {
    expect(isOpen({ ...terms, ...change }, 'user', now)).toBe(open);
  });

  it('is taken part in as often as account and person may, whichever comes first', () => {
    const limits = { maxPerAccount: 2, maxPerPerson: 3 };
    expect(isTaken(limits, { byAccount: 1, byPerson: 2 })).toBe(false);
    expect(isTaken(limits, { byAccount: 2, byPerson: 2 })).toBe(true);
    expect(isTaken(limits, { byAccount: 0, byPerson: 3 })).toBe(true);
  });

  it('gives credit for its days, and never beyond its end', () => {
    const days = { creditDays: 30, creditEndsAt: null };
    expect(creditExpiry(days, now)).toEqual(new Date('2026-05-31T12:00:00Z'));
    expect(creditExpiry({ ...days, creditEndsAt: after }, now)).toEqual(after);
    expect(creditExpiry({ creditDays: null, creditEndsAt: after }, now)).toEqual(after);
    expect(creditExpiry({ creditDays: null, creditEndsAt: null }, now)).toBeNull();
  });
});

describe('a code', () => {
  it('is over like a promotion', () => {
    const code = { isActive: true, endsAt: null, maxRedemptions: 1, redeemedCount: 0 };
    expect(isCodeOpen(code, now)).toBe(true);
    for (const change of [{ isActive: false }, { endsAt: now }, { redeemedCount: 1 }]) {
      expect(isCodeOpen({ ...code, ...change }, now)).toBe(false);
    }
  });

  it('is the same however it is typed', () => {
    const code = newPromotionCode();
    expect(code).toMatch(/^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/);
    expect(codeName(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(codeName(code));
  });
});

describe('a mailbox', () => {
  it.each([
    ['J.Doe+free@Googlemail.com', 'jdoe@gmail.com'],
    ['jdoe@gmail.com', 'jdoe@gmail.com'],
    ['j.doe+a+b@example.com', 'j.doe@example.com'],
    [' someone@example.com. ', 'someone@example.com'],
  ])('%s is %s', (email, name) => {
    expect(mailboxName(email)).toBe(name);
  });
});
