import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner } from '@nestjs/core';
import { ApiParam, ApiResponse } from '@nestjs/swagger';
import { callerOf } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { organizationPermissions, type AccountCall, type AccountRight } from './account-door.service.js';
import { AccountController, RequiresInOrganization } from './account-surface.js';

/** Whose accounts the routes of a controller are about, and the parameter of its path that says which one. */
interface AccountKind {
  readonly kind: AccountCall['kind'];
  readonly parameter: string;
}

type Route = (this: unknown, ...parameters: unknown[]) => unknown;

const RIGHT = 'onegate:account-right';
const KIND = 'onegate:account-kind';

/** What a route does to the account: who may is up to the kind of account. */
export function RequiresRight(right: AccountRight): MethodDecorator {
  return SetMetadata(RIGHT, right);
}

/** The call that a route of an account answers: `@Call() call: AccountCall`. */
export const Call = createParamDecorator((_data: unknown, context: ExecutionContext): AccountCall => {
  const { kind, parameter } = Reflect.getMetadata(KIND, context.getClass()) as AccountKind;
  const right = Reflect.getMetadata(RIGHT, context.getHandler()) as AccountRight;
  const { params } = context.switchToHttp().getRequest<{ params: Record<string, string | undefined> }>();
  return { who: callerOf(context), kind, publicId: params[parameter] ?? '', right };
});

/** The routes of a concept on the account of a person; `me` stands for the id of whoever calls. */
export function PersonalAccount(path: string): ClassDecorator {
  return applyDecorators(
    AccountController(path),
    ForKind({ kind: 'user', parameter: 'id' }, () => []),
    Requires('account.use'),
    ApiResponse({ status: 404, description: 'Somebody else' }),
  );
}

/** The same routes on the account of an organization, where each takes the permission that its right is called there. */
export function OrganizationAccount(path: string, parameter = 'id'): ClassDecorator {
  return applyDecorators(
    AccountController(path),
    ForKind({ kind: 'organization', parameter }, (right) => [
      RequiresInOrganization(organizationPermissions[right]),
    ]),
  );
}

/**
 * An inherited route is one function in all heirs, and what is noted on it, for guards and for the documentation, would
 * be the same in all. So each kind of account gets its own. Applied after `AccountController`, whose path it reads.
 */
function ForKind(of: AccountKind, rules: (right: AccountRight) => MethodDecorator[]): ClassDecorator {
  return (controller) => {
    Reflect.defineMetadata(KIND, of, controller);
    const routes = controller.prototype as Record<string, Route>;
    for (const [name, route] of routesOf(routes)) {
      const right = Reflect.getMetadata(RIGHT, route) as AccountRight | undefined;
      if (!right) throw new Error(`${controller.name}.${name} does not say what right it requires`);
      const value = Object.hasOwn(routes, name) ? route : copyOf(name, route);
      const descriptor = { value, writable: true, configurable: true };
      applyDecorators(...rules(right), ...documented(controller, value, of))(routes, name, descriptor);
      Object.defineProperty(routes, name, descriptor);
    }
  };
}

function routesOf(prototype: Record<string, Route>): [string, Route][] {
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .map((name): [string, Route | undefined] => [name, prototype[name]])
    .filter(
      (entry): entry is [string, Route] => !!entry[1] && Reflect.hasMetadata(METHOD_METADATA, entry[1]),
    );
}

function copyOf(name: string, route: Route): Route {
  const copy: Route = function (...parameters) {
    return route.apply(this, parameters);
  };
  for (const key of Reflect.getOwnMetadataKeys(route)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, route), copy);
  }
  return Object.defineProperty(copy, 'name', { value: name });
}

/** `Call` takes its parameter out of the path by itself, so that the documentation has to be told of it. */
function documented(controller: object, route: Route, { parameter }: AccountKind): MethodDecorator[] {
  const paths: unknown[] = [
    Reflect.getMetadata(PATH_METADATA, controller),
    Reflect.getMetadata(PATH_METADATA, route),
  ];
  const isInPath = paths.join('/').split('/').includes(`:${parameter}`);
  return isInPath ? [ApiParam({ name: parameter, type: String })] : [];
}
