import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule } from '@onegate/platform';
import { mayAnywhere } from '@onegate/tenants';
import { KeySignIn } from '../api-keys/key-sign-in.js';
import { notAuthenticated, notPermitted, schemeUnknown, tokenInvalid } from '../auth.errors.js';
import type { Principal } from '../principal.js';
import { SessionStrategy } from '../sessions/session.strategy.js';
import { bearerOf, looksLikeApiKey } from './bearer.js';
import { runStrategy } from './run-strategy.js';

interface SignedInRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  principal?: Principal;
}

/** Stands before every route: nobody passes whom its rule does not let through. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeySignIn,
    private readonly session: SessionStrategy,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const principal = await this.signIn(request, rule?.takesExpiredKeys);
    request.principal = principal;
    const permission = rule?.permission;
    if (!permission || !mayAnywhere(principal, permission)) {
      throw notPermitted({ permission: permission ?? 'a rule' });
    }
    return true;
  }

  private async signIn(request: SignedInRequest, takesExpiredKeys = false): Promise<Principal> {
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
