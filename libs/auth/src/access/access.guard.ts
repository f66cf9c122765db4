import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { ACCESS_RULE, type AccessRule } from '@onegate/platform';
import { mayAnywhere } from '@onegate/tenants';
import { KeySignIn } from '../api-keys/key-sign-in.js';
import { notAuthenticated, notPermitted, tokenInvalid } from '../auth.errors.js';
import type { Principal } from '../principal.js';
import { bearerOf, looksLikeApiKey } from './bearer.js';

interface SignedInRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  principal?: Principal;
  user?: Principal;
}

/** Signs in by session token, through passport. */
@Injectable()
class SessionGuard extends AuthGuard('session') {
  override handleRequest<TUser>(error: unknown, user: TUser | false): TUser {
    if (error instanceof Error) throw error;
    if (!user) throw tokenInvalid();
    return user;
  }
}

/** Stands before every route: nobody passes whom its rule does not let through. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly session = new SessionGuard();

  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeySignIn,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule?.kind === 'public') return true;
    const principal = await this.signIn(context);
    const permission = rule?.permission;
    if (!permission || !mayAnywhere(principal, permission)) {
      throw notPermitted({ permission: permission ?? 'a rule' });
    }
    return true;
  }

  private async signIn(context: ExecutionContext): Promise<Principal> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const token = bearerOf(request);
    if (!token) throw notAuthenticated();
    if (looksLikeApiKey(token)) request.principal = await this.keys.principalOf(token);
    else {
      await this.session.canActivate(context);
      request.principal = request.user;
    }
    if (!request.principal) throw notAuthenticated();
    return request.principal;
  }
}
