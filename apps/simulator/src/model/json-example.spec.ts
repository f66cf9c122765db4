import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { exampleOf } from './json-example.js';
import { randomFrom } from './random.js';

const schemas: Record<string, object> = {
  'plain types': {
    type: 'object',
    properties: {
      text: { type: 'string', minLength: 12, maxLength: 14 },
      count: { type: 'integer', minimum: 5, exclusiveMaximum: 9 },
      ratio: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
      fifth: { type: 'integer', multipleOf: 5, minimum: 3 },
      negative: { type: 'integer', maximum: -3 },
      flag: { type: 'boolean' },
      maybe: { type: ['string', 'null'] },
      nothing: { type: 'null' },
    },
    required: ['text', 'count', 'ratio', 'fifth', 'negative', 'flag', 'maybe', 'nothing'],
    additionalProperties: false,
  },
  choices: {
    type: 'object',
    properties: {
      unit: { enum: ['C', 'F'] },
      kind: { const: 'weather' },
      either: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
      both: {
        allOf: [
          { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
          { required: ['a'] },
        ],
      },
    },
    required: ['unit', 'kind', 'either', 'both'],
  },
  'a tree that refers to itself': {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          children: { type: 'array', items: { $ref: '#/$defs/node' } },
          next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
        },
        required: ['name', 'children', 'next'],
      },
    },
  },
};

describe('a value for a JSON schema', () => {
  it.each(Object.keys(schemas))('is accepted by the schema: %s', (name) => {
    const schema = schemas[name] ?? {};
    const accepts = new Ajv({ strict: false }).compile(schema);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(accepts(exampleOf(schema, randomFrom(seed)))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('is something even where the schema says nothing', () => {
    expect(typeof exampleOf({}, randomFrom(1))).toBe('string');
    expect(exampleOf({ type: 'object' }, randomFrom(1))).toEqual({});
  });
});
