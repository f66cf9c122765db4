import { describe, expect, it } from '@jest/globals';
import { NewsArrivals } from './news-arrivals.js';

const sent = (count: number) => new Map([['keys', count]]);

function confirmedAt(moment: number, count = 0): NewsArrivals {
  const arrivals = new NewsArrivals();
  expect(arrivals.compare(arrivals.ask(moment), sent(count))).toMatch(/fine|missed/);
  return arrivals;
}

describe('NewsArrivals', () => {
  it('trusts nothing before the first answer', () => {
    expect(new NewsArrivals().areCurrent(0)).toBe(false);
  });

  it('trusts for less than a second after the question, not after the answer', () => {
    const arrivals = confirmedAt(1_000);
    expect(arrivals.areCurrent(1_699)).toBe(true);
    expect(arrivals.areCurrent(1_700)).toBe(false);
  });

  it('waits for a message on its way, and confirms the question with its arrival', () => {
    const arrivals = confirmedAt(1_000);
    expect(arrivals.compare(arrivals.ask(1_250), sent(1))).toBe('waiting');
    expect(arrivals.areCurrent(1_900)).toBe(false);
    arrivals.arrived('keys', 1);
    expect(arrivals.areCurrent(1_900)).toBe(true);
    expect(arrivals.areCurrent(1_950)).toBe(false);
  });

  it('gives up a message that does not come, never having trusted beyond it', () => {
    const arrivals = confirmedAt(1_000);
    expect(arrivals.compare(arrivals.ask(1_250), sent(1))).toBe('waiting');
    expect(arrivals.compare(arrivals.ask(1_500), sent(1))).toBe('waiting');
    expect(arrivals.areCurrent(1_700)).toBe(false);
    expect(arrivals.compare(arrivals.ask(1_750), sent(1))).toBe('missed');
    expect(arrivals.areCurrent(1_751)).toBe(true);
    expect(arrivals.compare(arrivals.ask(2_000), sent(1))).toBe('fine');
  });

  it('notices that the counting started anew, as after a lost Redis', () => {
    const arrivals = confirmedAt(1_000, 7);
    expect(arrivals.compare(arrivals.ask(1_250), sent(2))).toBe('missed');
    expect(arrivals.compare(arrivals.ask(1_500), sent(3))).toBe('waiting');
  });

  it('does not mistake a message that overtook the answer for a restart', () => {
    const arrivals = confirmedAt(1_000, 7);
    const question = arrivals.ask(1_250);
    arrivals.arrived('keys', 8);
    expect(arrivals.compare(question, sent(7))).toBe('fine');
  });
});
