import { describe, expect, it } from '@jest/globals';
import { addressOf } from './summary.ts';

describe('addressOf', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:3000'],
    ['0.0.0.0', 'http://127.0.0.1:3000'],
    ['::', 'http://127.0.0.1:3000'],
    ['::1', 'http://[::1]:3000'],
    ['gate.example', 'http://gate.example:3000'],
  ])('shows %s as an address that can be opened here', (host, address) => {
    expect(addressOf({ host, port: 3000 })).toBe(address);
  });
});
