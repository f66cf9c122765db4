import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';
import { apiDocument, operationName } from '../../apps/api/src/docs/api-docs.ts';
import { readQueries } from '../../apps/api/src/docs/query-schemas.ts';
import { Installation } from '../setup/installation.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

let installation: Installation;
let app: NestFastifyApplication;
let operations: Operation[];

beforeAll(async () => {
  installation = await Installation.create();
  ({ app } = await installation.api());
  const { paths } = apiDocument(app);
  operations = Object.values(paths).flatMap((path) => Object.values(path) as Operation[]);
});
afterAll(() => installation.close());

it('every field of a query is a parameter of each operation that reads it', () => {
  const queries = readQueries(app);
  expect(queries.length).toBeGreaterThan(50);
  const missing = queries.flatMap(({ controller, handler, schema }) => {
    const found = operationsCalled(operationName(controller, handler));
    const fields = fieldsOf(schema);
    expect([controller, handler, found.length > 0, fields.length > 0]).toEqual([
      controller,
      handler,
      true,
      true,
    ]);
    return found.flatMap((operation) =>
      fields.filter((field) => !takes(operation, field)).map((field) => `${operation.operationId} ${field}`),
    );
  });
  expect(missing).toEqual([]);
});

/** One for each of its paths: the second is `Embeddings_create_2`. */
function operationsCalled(name: string): Operation[] {
  return operations.filter(({ operationId }) => operationId.replace(/_\d+$/, '') === name);
}

function takes({ parameters = [] }: Operation, field: string): boolean {
  return parameters.some((parameter) => parameter.in === 'query' && parameter.name === field);
}

/** The names of what may stand in a query, read from the schema itself and not from what is written of it. */
function fieldsOf(schema: z.core.$ZodType): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return Object.keys(def.shape);
  if (def.type === 'union') return def.options.flatMap(fieldsOf);
  if (def.type === 'pipe') return [...fieldsOf(def.in), ...fieldsOf(def.out)];
  return 'innerType' in def ? fieldsOf(def.innerType) : [];
}
