import { Injectable } from '@nestjs/common';
import { RefreshTokens } from './refresh-tokens.js';
import { type AccessToken, SessionTokens } from './session-tokens.js';

/** What a person gets when he signs in, and again whenever he continues. */
export interface IssuedTokens extends AccessToken {
  readonly refreshToken: string;
}

/** The two tokens of a session: a short-lived one to call with, and one to get the next pair. */
@Injectable()
export class TokenPairs {
  constructor(
    private readonly accessTokens: SessionTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  issue(userId: number, sessionPublicId: string): { pair: IssuedTokens; refreshHash: string } {
    const refresh = this.refreshTokens.issue(sessionPublicId);
    const access = this.accessTokens.issue(userId, sessionPublicId);
    return { pair: { ...access, refreshToken: refresh.token }, refreshHash: refresh.hash };
  }
}
