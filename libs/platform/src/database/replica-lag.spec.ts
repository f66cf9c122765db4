import { describe, expect, it } from '@jest/globals';
import { ReplicaLag } from './replica-lag.js';

describe('ReplicaLag', () => {
  it('trusts nothing before the replica was heard of', () => {
    const lag = new ReplicaLag(1_000);
    lag.written(0, 100n);
    expect(lag.isWithin(0)).toBe(false);
  });

  it('a replica that has all is trusted from the moment when the database was asked', () => {
    const lag = new ReplicaLag(1_000);
    lag.written(500, 100n);
    lag.reached(100n);
    expect(lag.isWithin(1_500)).toBe(true);
    expect(lag.isWithin(1_501)).toBe(false);
  });

  it('one that does not move while the database does falls out of the bound', () => {
    const lag = new ReplicaLag(1_000);
    for (let at = 0; at <= 2_000; at += 500) {
      lag.written(at, BigInt(at));
      lag.reached(500n);
    }
    expect(lag.isWithin(1_500)).toBe(true);
    expect(lag.isWithin(2_000)).toBe(false);
  });

  it('a quiet database does not make it old', () => {
    const lag = new ReplicaLag(1_000);
    for (let at = 0; at <= 5_000; at += 500) {
      lag.written(at, 7n);
      lag.reached(7n);
    }
    expect(lag.isWithin(5_500)).toBe(true);
  });
});
