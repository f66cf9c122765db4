import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { notAuthenticated } from '../auth.errors.js';
import type { Principal } from '../principal.js';

/** Who signed in for the request that is handled. */
export function callerOf(context: ExecutionContext): Principal {
  const { principal } = context.switchToHttp().getRequest<{ principal?: Principal }>();
  if (!principal) throw notAuthenticated();
  return principal;
}

/** The signed-in caller, as a controller's parameter: `@Who() who: Principal`. */
export const Who = createParamDecorator((_data: unknown, context: ExecutionContext): Principal =>
  callerOf(context),
);
