import { describe, expect, it } from '@jest/globals';
import { mayLeave } from './departure-limit.js';

const unconfirmed = { maxDeparturePercent: 20, confirmedDepartures: null };

describe('mayLeave', () => {
  it('lets go up to the share, and not one more', () => {
    expect(mayLeave({ managed: 10, leaving: 2 }, unconfirmed)).toBe(true);
    expect(mayLeave({ managed: 10, leaving: 3 }, unconfirmed)).toBe(false);
    expect(mayLeave({ managed: 0, leaving: 0 }, unconfirmed)).toBe(true);
  });

  it('holds everybody at 0 and nobody at 100', () => {
    expect(mayLeave({ managed: 1_000, leaving: 1 }, { ...unconfirmed, maxDeparturePercent: 0 })).toBe(false);
    expect(mayLeave({ managed: 3, leaving: 3 }, { ...unconfirmed, maxDeparturePercent: 100 })).toBe(true);
  });

  it('lets go as many as a person confirmed, and not one more', () => {
    const confirmed = { ...unconfirmed, confirmedDepartures: 5 };
    expect(mayLeave({ managed: 10, leaving: 5 }, confirmed)).toBe(true);
    expect(mayLeave({ managed: 10, leaving: 6 }, confirmed)).toBe(false);
  });
});
