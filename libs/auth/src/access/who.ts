import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { notAuthenticated } from '../auth.errors.js';
import type { Principal } from '../principal.js';

/** The signed-in caller, as a controller's parameter: `@Who() who: Principal`. */
export const Who = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<{ principal?: Principal }>();
  if (!principal) throw notAuthenticated();
  return principal;
});
