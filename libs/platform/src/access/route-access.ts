import type { INestApplicationContext, Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule } from './access.js';

export interface RouteAccess {
  readonly controller: string;
  readonly handler: string;
  readonly rule: AccessRule | undefined;
}

/** Every route of the application with the rule that guards it. */
export function routeAccessTable(app: INestApplicationContext): RouteAccess[] {
  const reflector = new Reflector();
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => Array.from(module.controllers.values()));
  const types = controllers.map(({ metatype }) => metatype).filter((type) => typeof type === 'function');
  return types.flatMap((type) => routesOf(type as Type, reflector));
}

/** Deny by default: a route that does not say who may call it stops the boot. */
export function refuseUnguardedRoutes(app: INestApplicationContext): void {
  const open = routeAccessTable(app).filter(({ rule }) => rule === undefined);
  if (open.length === 0) return;
  const names = open.map(({ controller, handler }) => `${controller}.${handler}`).join(', ');
  throw new Error(`These routes have neither @Requires nor @Public: ${names}`);
}

function routesOf(controller: Type, reflector: Reflector): RouteAccess[] {
  const prototype = controller.prototype as Record<string, () => unknown>;
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .map((name) => ({ name, handler: prototype[name] }))
    .filter(
      ({ handler }) =>
        handler &&
        Reflect.hasMetadata(PATH_METADATA, handler) &&
        Reflect.hasMetadata(METHOD_METADATA, handler),
    )
    .map(({ name, handler }) => ({
      controller: controller.name,
      handler: name,
      rule: reflector.getAllAndOverride<AccessRule | undefined>(
        ACCESS_RULE,
        [handler, controller].filter((target) => target !== undefined),
      ),
    }));
}
