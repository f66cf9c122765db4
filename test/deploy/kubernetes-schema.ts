import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { z } from 'zod';
import type { Manifest } from './kubernetes-files.ts';

const file = z.object({
  $comment: z.string(),
  kinds: z.record(z.string(), z.string()),
  definitions: z.record(z.string(), z.unknown()),
});

const { kinds, definitions } = file.parse(
  JSON.parse(readFileSync(path.resolve('test/deploy/kubernetes-1.35.schemas.json'), 'utf8')),
);

/** Whole objects have every field that Kubernetes requires; patches need none, but have no other fields either. */
const checks = { whole: ajvOf(definitions), patch: ajvOf(withoutRequired(definitions)) };

/** What Kubernetes would say against a manifest; nothing for one that it takes. */
export function complaintsAbout(manifest: Manifest, as: 'whole' | 'patch'): string[] {
  const name = kinds[`${manifest.apiVersion}/${manifest.kind}`];
  if (name === undefined) return [`${manifest.apiVersion}/${manifest.kind} is no kind that is known here`];
  const ajv = checks[as];
  if (ajv.validate({ $ref: `kubernetes#/definitions/${name}` }, manifest)) return [];
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function ajvOf(schemas: unknown): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addSchema({ $id: 'kubernetes', definitions: schemas });
  return ajv;
}

function withoutRequired(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRequired);
  if (typeof schema !== 'object' || schema === null) return schema;
  // `required` is a list in a schema; a property of that name would be a schema.
  const kept = Object.entries(schema).filter(([name, value]) => name !== 'required' || !Array.isArray(value));
  // A field that a patch removes is null.
  const parts = kept.map(([name, value]) => [name, withoutRequired(value)]);
  return nullable(Object.fromEntries(parts) as Record<string, unknown>);
}

function nullable(schema: Record<string, unknown>): Record<string, unknown> {
  const { $ref, ...rest } = schema;
  if (typeof $ref === 'string') return { ...rest, anyOf: [{ $ref }, { type: 'null' }] };
  return schema;
}
