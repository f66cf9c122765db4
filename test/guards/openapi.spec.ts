import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv } from 'ajv';
import type { z } from 'zod';
import { apiDocument, operationName } from '../../apps/api/src/docs/api-docs.ts';
import { readQueries } from '../../apps/api/src/docs/query-schemas.ts';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: unknown }>>;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

/** What surfaces answer to bad input. */
const refusals = [400, 422];

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let document: OpenAPIObject;
let operations: Operation[];

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  document = apiDocument(app);
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) =>
      Object.assign(operation as Operation, { method, path }),
    ),
  );
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

it('every operation says what it answers when all goes well', () => {
  const silent = operations.filter(({ responses }) => !Object.keys(responses).some(isSuccess));
  expect(silent.map(({ operationId }) => operationId)).toEqual([]);
});

it('every operation that takes a body says what its surface answers to a bad one', () => {
  const takingBodies = operations.filter(({ requestBody }) => requestBody);
  expect(takingBodies.length).toBeGreaterThan(70);
  const silent = takingBodies.filter(({ responses }) => !refusals.some((status) => responses[status]));
  expect(silent.map(({ operationId }) => operationId)).toEqual([]);
});

it('and answers that', async () => {
  const admin = await given(app).superAdmin();
  const withKey = call.signedIn(await given(app).apiKey(admin));
  const withSession = call.signedIn(await sessionOf(admin));
  const untrue: string[] = [];
  for (const { method, path, operationId, requestBody, responses } of operations) {
    if (!requestBody?.content['application/json']) continue;
    const caller = path.startsWith('/api/') ? withSession : withKey;
    const { status } = await caller.send(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1'), []);
    const isTold = refusals.includes(status) && responses[status];
    if (!isTold) untrue.push(`${operationId} ${status}`);
  }
  expect(untrue).toEqual([]);
});

it('what no surface can know is told by the operation: a sign-in that is refused', () => {
  const signIns = operations.filter(({ path }) => ['/api/auth/login', '/v1/auth/token'].includes(path));
  expect(signIns.map(({ responses }) => responses[401]?.description)).toEqual([
    expect.any(String),
    expect.any(String),
  ]);
});

it('every example is one of its schema, and no number is shown by a bound that says nothing', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(ofToday(document), 'document');
  const shown = schemasWithExamples(document, 'document#');
  expect(shown.length).toBeGreaterThan(1_000);
  const wrong = shown.filter(({ at, example }) => !ajv.validate({ $ref: at }, example));
  expect(wrong).toEqual([]);
  expect(JSON.stringify(document)).not.toContain(String(Number.MAX_SAFE_INTEGER));
});

it('the answers that everybody meets first are shown whole', () => {
  const schemas = document.components?.schemas ?? {};
  for (const name of ['Session', 'Profile', 'Person']) {
    const { example, properties } = schemas[name] as { example?: object; properties: object };
    expect([name, Object.keys(example ?? {})]).toEqual([name, Object.keys(properties)]);
  }
  const told = operations.filter(({ path }) =>
    ['/api/auth/logout', '/api/auth/reset-password'].includes(path),
  );
  expect(told.map(({ responses }) => responses[200]?.content)).toEqual(
    told.map(() => ({
      'application/json': expect.objectContaining({ example: { message: expect.any(String) } }),
    })),
  );
});

/** The validator reads the dialect of today, where a bound that is left out is a number, and null one more choice. */
function ofToday(part: unknown): object {
  return JSON.parse(JSON.stringify(part), (_key, value: unknown) =>
    typeof value === 'object' && value !== null
      ? withPlainNull(withPlainBounds(value as Record<string, unknown>))
      : value,
  ) as object;
}

function withPlainBounds(schema: Record<string, unknown>): Record<string, unknown> {
  const { exclusiveMinimum, minimum, ...rest } = schema;
  return exclusiveMinimum === true ? { ...rest, exclusiveMinimum: minimum } : schema;
}

function withPlainNull(schema: Record<string, unknown>): Record<string, unknown> {
  if (schema['nullable'] !== true || 'type' in schema) return schema;
  const { nullable: _nullable, allOf, anyOf = [{ allOf }], ...rest } = schema;
  return { ...rest, anyOf: [...(anyOf as object[]), { type: 'null' }] };
}

/** By their place in the document. What stands inside of an example is none. */
function schemasWithExamples(part: unknown, at: string): { at: string; example: unknown }[] {
  if (typeof part !== 'object' || part === null) return [];
  const { example, type } = part as { example?: unknown; type?: unknown };
  const inner = Object.entries(part)
    .filter(([key]) => key !== 'example')
    .flatMap(([key, value]) => schemasWithExamples(value, `${at}/${pointer(key)}`));
  return example !== undefined && type !== undefined ? [{ at, example }, ...inner] : inner;
}

function pointer(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

async function sessionOf({ email }: { email: string }): Promise<string> {
  const { body } = await call.post<{ access_token: string }>('/api/auth/login', { email, password });
  return body.access_token;
}

function isSuccess(status: string): boolean {
  return status.startsWith('2') || status === '302';
}

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
