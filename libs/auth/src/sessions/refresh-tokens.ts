import { Injectable } from '@nestjs/common';
import { KeyRing, randomToken, TokenHasher } from '@onegate/platform';

const pattern = /^(ort_(ses_[0-9a-z]{26})\.[\w-]{22,})\.([\w-]+\.[\w-]+)$/;

/**
 * The tokens that continue a session: `ort_<session id>.<random>.<seal>`. The seal proves that we issued it, so that one
 * that was already exchanged, however long ago, is told apart from one that somebody made up.
 */
@Injectable()
export class RefreshTokens {
  private readonly seals: TokenHasher;
  private readonly hasher: TokenHasher;

  constructor(ring: KeyRing) {
    this.seals = new TokenHasher(ring, 'refresh-seal');
    this.hasher = new TokenHasher(ring, 'refresh');
  }

  issue(sessionPublicId: string): { token: string; hash: string } {
    const body = `ort_${sessionPublicId}.${randomToken(24)}`;
    const token = `${body}.${this.seals.hash(body)}`;
    return { token, hash: this.hasher.hash(token) };
  }

  /** The session that a token of ours belongs to; `null` for any other text. */
  sessionOf(token: string): string | null {
    const [, body, sessionPublicId, seal] = pattern.exec(token) ?? [];
    if (body === undefined || sessionPublicId === undefined || seal === undefined) return null;
    return this.seals.matches(body, seal) ? sessionPublicId : null;
  }

  matches(token: string, hash: string): boolean {
    return this.hasher.matches(token, hash);
  }
}
