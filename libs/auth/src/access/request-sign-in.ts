import { Injectable } from '@nestjs/common';
import { KeySignIn } from '../api-keys/key-sign-in.js';
import { notAuthenticated, schemeUnknown, tokenInvalid } from '../auth.errors.js';
import type { Principal } from '../principal.js';
import { SessionStrategy } from '../sessions/session.strategy.js';
import { bearerOf, looksLikeApiKey } from './bearer.js';
import { runStrategy } from './run-strategy.js';

interface AskingRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Tells who makes a request, by the key or session token in its headers. */
@Injectable()
export class RequestSignIn {
  constructor(
    private readonly keys: KeySignIn,
    private readonly session: SessionStrategy,
  ) {}

  async principalOf(request: AskingRequest, takesExpiredKeys = false): Promise<Principal> {
    const token = bearerOf(request);
    if (!token) throw notAuthenticated();
    // No key and no session token has a space in it: that is another way to sign in.
    if (/\s/.test(token)) throw schemeUnknown();
    if (looksLikeApiKey(token)) return this.keys.principalOf(token, { takesExpiredKeys });
    const outcome = await runStrategy<Principal>(this.session, request);
    if (outcome.kind !== 'signed-in') throw tokenInvalid();
    return outcome.user;
  }
}
