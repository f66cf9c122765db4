import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing, TokenHasher } from '@onegate/platform';

/** Without those that people take for one another. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const groups = 4;
const groupLength = 4;

/** 32 to the 16th of them: `7KQ4-XW2N-…`. */
export function newPromotionCode(): string {
  const group = () =>
    Array.from({ length: groupLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** The same code however it is typed. */
export function codeName(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

@Injectable()
export class PromotionCodeHasher extends TokenHasher {
  constructor(ring: KeyRing) {
    super(ring, 'promotion-code');
  }
}
