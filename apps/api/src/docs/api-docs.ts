import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { signInSchemes } from '@onegate/platform';
import type { z } from 'zod';
import { apiTags } from './api-tags.js';
import { documentBadInput } from './bad-input.js';
import { dropEmptyBounds, showExamples } from './examples.js';
import { inFull, readQueries } from './query-schemas.js';

const introduction = `One server in front of every large-language-model provider, with its own accounts and billing.

Two ways to sign in: send **POST /api/auth/login** and paste the \`access_token\` under *Authorize* → \`session\`, or paste an
API key under *Authorize* → \`api-key\`.`;

interface Operation {
  operationId?: string;
  readonly parameters?: { readonly name: string; readonly in: string }[];
}
type PathItem = Record<string, Operation>;

/** The OpenAPI document of everything that the API serves. */
export function apiDocument(app: NestFastifyApplication): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setTitle('Onegate')
    .setVersion('1')
    .setDescription(introduction)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, signInSchemes.session)
    .addSecurity(signInSchemes.apiKey, { type: 'http', scheme: 'bearer', description: 'An API key: sk-…' });
  for (const tag of Object.values(apiTags)) outline.addTag(tag);
  const queries = new Set<unknown>(readQueries(app).map(({ schema }) => schema));
  const document = SwaggerModule.createDocument(app, outline.build(), {
    operationIdFactory: operationName,
    standardSchemaConverter: (schema) => (queries.has(schema) ? inFull(schema as z.ZodType) : undefined),
  });
  nameRepeatedOperations(document);
  orderParameters(document);
  documentBadInput(document);
  dropEmptyBounds(document);
  showExamples(document);
  return document;
}

/** What an operation is called, by the handler that answers it. */
export function operationName(controller: string, handler: string): string {
  return `${controller.replace(/Controller$/, '')}_${handler}`;
}

/** An operation with several paths is called `Chat_complete[0]`, `[1]`…, which no generator of clients takes for a name. */
function nameRepeatedOperations({ paths }: OpenAPIObject): void {
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path as PathItem))) {
    operation.operationId = operation.operationId
      ?.replace('[0]', '')
      .replace(/\[(\d+)\]$/, (_, nth: string) => `_${Number(nth) + 1}`);
  }
}

/** Those of the path first, as it has them: generators of clients make arguments of them in this order. */
function orderParameters({ paths }: OpenAPIObject): void {
  for (const [path, item] of Object.entries(paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const place = (parameter: { name: string; in: string }) =>
      parameter.in === 'path' ? names.indexOf(parameter.name) : names.length;
    for (const { parameters } of Object.values(item as PathItem)) {
      parameters?.sort((one, other) => place(one) - place(other));
    }
  }
}

/** Serves Swagger UI at `/docs` and the document at `/docs-json`. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), {
    customSiteTitle: 'Onegate API',
    swaggerOptions: {
      persistAuthorization: true,
      tagsSorter: 'alpha',
      displayRequestDuration: true,
      // Closed, searched and linked to: some hundred operations are too many to scroll through.
      docExpansion: 'none',
      filter: true,
      deepLinking: true,
    },
  });
}
