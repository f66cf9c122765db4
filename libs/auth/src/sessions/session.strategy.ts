import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import { bearerOf } from '../access/bearer.js';
import type { Principal } from '../principal.js';
import { SessionSignIn } from './session-sign-in.js';
import { sessionRules, SessionTokens } from './session-tokens.js';

/** Signs a person in by the session token that he carries. */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session') {
  constructor(
    tokens: SessionTokens,
    private readonly sessions: SessionSignIn,
  ) {
    super({
      ...sessionRules,
      jwtFromRequest: bearerOf,
      secretOrKeyProvider: (
        _request: unknown,
        token: string,
        done: (error: unknown, key?: Buffer) => void,
      ) => {
        try {
          done(null, tokens.verificationKeyOf(token));
        } catch (error) {
          done(error);
        }
      },
    });
  }

  validate(payload: unknown): Promise<Principal | null> {
    return this.sessions.principalOfClaims(payload);
  }
}
