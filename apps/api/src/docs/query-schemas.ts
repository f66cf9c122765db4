import type { INestApplicationContext, Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { z } from 'zod';

/** A schema that a handler reads its query by. */
export interface ReadQuery {
  readonly controller: string;
  readonly handler: string;
  readonly schema: z.ZodType;
}

/** Every query schema of the application, by the handlers that read it. */
export function readQueries(app: INestApplicationContext): ReadQuery[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap(({ controllers: ofModule }) =>
    [...ofModule.values()].map(({ metatype }) => metatype),
  );
  return [...new Set(controllers)]
    .filter((controller) => typeof controller === 'function')
    .flatMap((controller) => queriesOf(controller as Type));
}

function queriesOf(controller: Type): ReadQuery[] {
  const handlers = new MetadataScanner().getAllMethodNames(controller.prototype as object);
  return handlers.flatMap((handler) =>
    querySchemasOf(controller, handler).map((schema) => ({ controller: controller.name, handler, schema })),
  );
}

function querySchemasOf(controller: object, handler: string): z.ZodType[] {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<
    string,
    { schema?: z.ZodType }
  >;
  return Object.entries(parameters)
    .filter(([place]) => place.startsWith(`${RouteParamtypes.QUERY}:`))
    .flatMap(([, { schema }]) => (schema ? [schema] : []));
}

interface Definitions {
  readonly [name: string]: object;
}

/**
 * Parameters are made of the fields of a schema. One with a name is written as a reference, in which the generator finds
 * no fields and silently leaves out all of them: so a query is written in full, whether it has a name or not.
 */
export function inFull(query: z.ZodType): { schema: object; components: Definitions } {
  const written = query['~standard'].jsonSchema.input({ target: 'openapi-3.0' });
  const { $ref, $schema: _dialect, definitions = {}, ...fields } = written;
  const components = definitions as Definitions;
  const name = typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1) : undefined;
  return {
    schema: (name !== undefined && components[name]) || fields,
    components: without(components, name),
  };
}

function without(definitions: Definitions, name: string | undefined): Definitions {
  return Object.fromEntries(Object.entries(definitions).filter(([key]) => key !== name));
}
