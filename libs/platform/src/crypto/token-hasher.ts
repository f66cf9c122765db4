import { createHmac, timingSafeEqual } from 'node:crypto';
import { KeyRing } from './key-ring.js';

/**
 * Keyed hashes of API keys and other random tokens, so that a stolen database holds nothing that could be tried out
 * offline. Form: `<key id>.<HMAC-SHA256 in base64url>`. Passwords are another matter: they want a slow hash.
 */
export class TokenHasher {
  private readonly purpose: string;

  /** @param kind keeps the hashes of different kinds of token apart (`'api-key'`, `'invite'`); tokens are random, so that one kind for all does no harm. */
  constructor(
    private readonly ring: KeyRing,
    kind = 'any',
  ) {
    this.purpose = `token-hash/${kind}`;
  }

  /** For storing: under the active key. */
  hash(token: string): string {
    return this.hashUnder(this.ring.activeId, token);
  }

  /** For looking up: every hash the token can be stored as while keys are rotated; the active one first. */
  candidates(token: string): string[] {
    return this.ring.keyIds.map((keyId) => this.hashUnder(keyId, token));
  }

  /** In constant time. A hash under a key that has left the ring matches nothing. */
  matches(token: string, hash: string): boolean {
    const keyId = hash.slice(0, Math.max(hash.indexOf('.'), 0));
    if (!this.ring.has(keyId)) return false;
    const [given, expected] = [Buffer.from(hash), Buffer.from(this.hashUnder(keyId, token))];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** Whether the hash should be replaced by `hash(token)` now that the token is at hand. */
  isOutdated(hash: string): boolean {
    return !hash.startsWith(`${this.ring.activeId}.`);
  }

  private hashUnder(keyId: string, token: string): string {
    const mac = createHmac('sha256', this.ring.subkey(this.purpose, keyId)).update(token);
    return `${keyId}.${mac.digest('base64url')}`;
  }
}
