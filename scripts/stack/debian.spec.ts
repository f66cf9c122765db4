import { describe, expect, it } from '@jest/globals';
import { isDebian } from './debian.ts';

describe('isDebian', () => {
  it.each([
    ['ID=debian\nVERSION_ID="12"', true],
    ['ID=ubuntu\nID_LIKE=debian', true],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', true],
    ['ID="rhel"\nID_LIKE="fedora"\nHOME_URL="https://debian.example/"', false],
    ['', false],
  ])('reads %j as %s', (release, expected) => {
    expect(isDebian(release)).toBe(expected);
  });
});
