import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { Permission } from './permissions.js';

export type AccessRule =
  { readonly kind: 'public' } | ({ readonly kind: 'requires'; readonly permission: Permission } & Leniency);

interface Leniency {
  /** Whether an API key may call this that has expired: to ask what became of it. */
  readonly takesExpiredKeys?: boolean;
}

export const ACCESS_RULE = 'onegate:access';

/** Names of the two ways to sign in, as Swagger UI shows them. */
export const signInSchemes = { session: 'session', apiKey: 'api-key' } as const;

/** Anybody may call this route. */
export function Public() {
  return SetMetadata(ACCESS_RULE, { kind: 'public' } satisfies AccessRule);
}

/** Only who holds the permission may call this route; also written into the OpenAPI document. */
export function Requires(permission: Permission, leniency: Leniency = {}) {
  return applyDecorators(
    SetMetadata(ACCESS_RULE, { kind: 'requires', permission, ...leniency } satisfies AccessRule),
    ApiBearerAuth(signInSchemes.session),
    ApiSecurity(signInSchemes.apiKey),
    ApiResponse({ status: 401, description: 'Not signed in' }),
    ApiResponse({ status: 403, description: `Needs the permission \`${permission}\`` }),
  );
}
