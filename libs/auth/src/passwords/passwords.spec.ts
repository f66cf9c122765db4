import { describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { Passwords } from './passwords.js';

describe('Passwords', () => {
  const passwords = new Passwords();

  it('matches the right password only, and nothing for nobody', async () => {
    const stored = await passwords.hash('correct');
    expect(await passwords.matches(stored, 'correct')).toBe(true);
    expect(await passwords.matches(stored, 'wrong')).toBe(false);
    expect(await passwords.matches(null, 'a password that nobody has')).toBe(false);
  });

  it('knows a hash of former parameters', async () => {
    expect(passwords.isOutdated(await passwords.hash('x'))).toBe(false);
    expect(passwords.isOutdated(await hash('x', { memoryCost: 8_192, timeCost: 1, parallelism: 1 }))).toBe(
      true,
    );
  });
});
