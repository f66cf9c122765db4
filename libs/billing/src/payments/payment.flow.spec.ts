import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isGone,
  isPaid,
  isUnsettled,
  mayBecome,
  paymentStatuses,
  reversalMayBecome,
} from './payment.flow.js';

const status = fc.constantFrom(...paymentStatuses);

describe('the flow of payments', () => {
  it('never leads from paid to unpaid', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        if (mayBecome(from, to) && isPaid(from)) expect(isPaid(to)).toBe(true);
      }),
    );
  });

  it('reaches paid from everywhere that is unpaid, because money that came has to be granted', () => {
    for (const from of paymentStatuses) if (!isPaid(from)) expect(mayBecome(from, 'succeeded')).toBe(true);
  });

  it('never opens again what is settled', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        if (mayBecome(from, to) && !isUnsettled(from)) expect(isUnsettled(to)).toBe(false);
      }),
    );
  });
});

describe('the flow of money that goes back', () => {
  it('ends where it came again or never went', () => {
    expect(reversalMayBecome('standing', 'returned')).toBe(true);
    expect(reversalMayBecome('returned', 'standing')).toBe(false);
    expect(reversalMayBecome('failed', 'final')).toBe(false);
    expect(
      ['requested', 'standing', 'final', 'returned', 'failed'].filter((one) => isGone(one as never)),
    ).toEqual(['standing', 'final']);
  });
});
