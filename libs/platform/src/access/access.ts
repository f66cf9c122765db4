import { applyDecorators, SetMetadata } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
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

const IN_PERSON = 'onegate:in-person';
const LIMITED_KEYS_ONLY_READ = 'onegate:limited-keys-only-read';

/** Where `ApiSecurity` notes how a route is signed in to. */
const API_SECURITY = 'swagger/apiSecurity';

/**
 * Only people who are signed in themselves may call the routes of this controller: an API key that leaks, limited or not,
 * must not become a way to sign in or to administer others.
 */
export function InPerson(): ClassDecorator {
  return (controller) => {
    Reflect.defineMetadata(IN_PERSON, true, controller);
    showSessionOnly(controller);
    const routes = controller.prototype as Record<string, object>;
    for (const name of new MetadataScanner().getAllMethodNames(routes)) showSessionOnly(routes[name]);
  };
}

export function isInPerson(controller: object): boolean {
  return Reflect.getMetadata(IN_PERSON, controller) === true;
}

/** An API key with limits, or an end, changes nothing through this controller: else it could make itself one without. */
export function LimitedKeysOnlyRead(): ClassDecorator {
  return (controller) => Reflect.defineMetadata(LIMITED_KEYS_ONLY_READ, true, controller);
}

export function limitedKeysOnlyRead(controller: object): boolean {
  return Reflect.getMetadata(LIMITED_KEYS_ONLY_READ, controller) === true;
}

/** In the OpenAPI document. */
function showSessionOnly(noted: object | undefined): void {
  if (!noted) return;
  const schemes = Reflect.getMetadata(API_SECURITY, noted) as Record<string, unknown>[] | undefined;
  const left = schemes?.filter((scheme) => !(signInSchemes.apiKey in scheme));
  if (left) Reflect.defineMetadata(API_SECURITY, left, noted);
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
