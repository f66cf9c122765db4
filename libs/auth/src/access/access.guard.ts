import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS_RULE, isInPerson, limitedKeysOnlyRead, type AccessRule } from '@onegate/platform';
import { mayAnywhere } from '@onegate/tenants';
import type { KeyGrant } from '../api-keys/key-grant.js';
import { keyLimited } from '../api-keys/key.errors.js';
import { needsSession, notPermitted } from '../auth.errors.js';
import type { Principal } from '../principal.js';
import { RequestSignIn } from './request-sign-in.js';

interface SignedInRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  principal?: Principal;
}

/** Stands before every route: nobody passes whom its rule does not let through. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly signIn: RequestSignIn,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const principal = await this.signIn.principalOf(request, rule?.takesExpiredKeys);
    request.principal = principal;
    if (principal.key) refuseUnfitKey(principal.key, context.getClass(), request.method);
    const permission = rule?.permission;
    if (!permission || !mayAnywhere(principal, permission)) {
      throw notPermitted({ permission: permission ?? 'a rule' });
    }
    return true;
  }
}

function refuseUnfitKey({ isUnlimited }: KeyGrant, controller: object, method: string): void {
  if (isInPerson(controller)) throw needsSession();
  const isReading = method === 'GET' || method === 'HEAD';
  if (!isUnlimited && !isReading && limitedKeysOnlyRead(controller)) throw keyLimited();
}
