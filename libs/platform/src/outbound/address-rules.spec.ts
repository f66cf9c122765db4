import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mayConnectTo } from './address-rules.js';

const open = [
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::8a',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
];

const ownNetworks = [
  '127.0.0.1',
  '127.255.255.254',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '100.127.255.255',
  '::1',
  'fc00::1',
  'fd12:3456::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:0a00:0001',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
];

const never = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::7f00:1',
  '::ffff:169.254.169.254',
  '::ffff:0:127.0.0.1',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::a00:1',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fe80::1',
  'fe80::1%lo',
  '::1%lo',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '3fff::1',
  '5f00::1',
  '',
  'localhost',
  '127.1',
  '0x7f000001',
  '[::1]',
];

describe('mayConnectTo', () => {
  it.each(open)('calls %s', (address) => {
    expect(mayConnectTo(address, false)).toBe(true);
    expect(mayConnectTo(address, true)).toBe(true);
  });

  it.each(ownNetworks)('calls %s only where private networks are allowed', (address) => {
    expect(mayConnectTo(address, false)).toBe(false);
    expect(mayConnectTo(address, true)).toBe(true);
  });

  it.each(never)('never calls %s', (address) => {
    expect(mayConnectTo(address, false)).toBe(false);
    expect(mayConnectTo(address, true)).toBe(false);
  });

  it('judges an IPv4 address alike in all its IPv6 clothes', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.boolean(), (address, allowPrivate) => {
        const plain = mayConnectTo(address, allowPrivate);
        expect(mayConnectTo(`::ffff:${address}`, allowPrivate)).toBe(plain);
        expect(mayConnectTo(`64:ff9b::${address}`, allowPrivate)).toBe(plain);
      }),
    );
  });
});
