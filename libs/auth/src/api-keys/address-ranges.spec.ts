import { describe, expect, it } from '@jest/globals';
import { AddressRanges, isAddressRange } from './address-ranges.js';

describe('AddressRanges', () => {
  const ranges = new AddressRanges(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);

  it.each([
    ['10.1.2.3', true],
    ['11.1.2.3', false],
    ['192.0.2.7', true],
    ['192.0.2.8', false],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['::ffff:10.1.2.3', true],
    ['::ffff:11.1.2.3', false],
    ['', false],
    ['nonsense', false],
  ])('%s: %s', (address, included) => {
    expect(ranges.include(address)).toBe(included);
  });

  it('of length zero takes every address of its kind', () => {
    expect(new AddressRanges(['0.0.0.0/0']).include('203.0.113.9')).toBe(true);
    expect(new AddressRanges(['::/0']).include('2001:db8::9')).toBe(true);
  });
});

describe('isAddressRange', () => {
  it.each(['10.0.0.0/8', '10.0.0.1', '::1', '2001:db8::/128', '0.0.0.0/0'])('takes %s', (text) => {
    expect(isAddressRange(text)).toBe(true);
  });

  it.each([
    '',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/',
    '10.0.0.0/-1',
    'fe80::1%eth0/64',
    '::/129',
    '1.2.3.4/8/9',
  ])('refuses "%s"', (text) => {
    expect(isAddressRange(text)).toBe(false);
  });
});
