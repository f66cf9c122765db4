import { z } from 'zod';
import { words } from './phrases.js';
import { oneOf, wholeBetween, type Random } from './random.js';

const schemaNode = z
  .looseObject({
    type: z.union([z.string(), z.array(z.string())]),
    enum: z.array(z.unknown()).min(1),
    anyOf: z.array(z.unknown()).min(1),
    oneOf: z.array(z.unknown()).min(1),
    allOf: z.array(z.unknown()),
    $ref: z.string(),
    properties: z.record(z.string(), z.unknown()),
    required: z.array(z.string()),
    items: z.unknown(),
    minItems: z.number(),
    maxItems: z.number(),
    format: z.string(),
    minLength: z.number(),
    maxLength: z.number(),
    minimum: z.number(),
    maximum: z.number(),
    exclusiveMinimum: z.number(),
    exclusiveMaximum: z.number(),
    multipleOf: z.number(),
  })
  .partial();
type SchemaNode = z.infer<typeof schemaNode>;

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-03-14T09:26:53Z',
  date: '2026-03-14',
  time: '09:26:53Z',
  email: 'ada@example.com',
  uri: 'https://example.com/path',
  uuid: '6f2c1d3e-8a4b-4c5d-9e6f-7a8b9c0d1e2f',
  ipv4: '192.0.2.7',
  hostname: 'host.example.com',
};

/** Below this depth only required properties and no array items are written, so that recursive schemas end. */
const deep = 4;

/** A value that a JSON schema accepts (patterns and conditional keywords aside), the same for the same random source. */
export function exampleOf(schema: unknown, random: Random): unknown {
  return new ExampleWriter(schema, random).write(schema, 0);
}

class ExampleWriter {
  constructor(
    private readonly root: unknown,
    private readonly random: Random,
  ) {}

  write(schema: unknown, depth: number): unknown {
    const parsed = schemaNode.safeParse(schema);
    if (!parsed.success) return oneOf(this.random, words);
    const node = parsed.data;
    if ('const' in node) return node['const'];
    if (node.enum) return oneOf(this.random, node.enum);
    if (node.$ref !== undefined) return this.write(this.resolve(node.$ref), depth + 1);
    const options = node.anyOf ?? node.oneOf;
    if (options) return this.write(depth < deep ? options[0] : options.at(-1), depth + 1);
    if (node.allOf) return this.write(merged(node), depth);
    return this.writeTyped(node, depth);
  }

  private writeTyped(node: SchemaNode, depth: number): unknown {
    switch (typeOf(node)) {
      case 'object':
        return this.writeObject(node, depth);
      case 'array':
        return this.writeArray(node, depth);
      case 'integer':
        return this.writeNumber(node, node.multipleOf ?? 1);
      case 'number':
        return this.writeNumber(node, node.multipleOf ?? 0.5);
      case 'boolean':
        return this.random() < 0.5;
      case 'null':
        return null;
      default:
        return this.writeString(node);
    }
  }

  private writeObject(node: SchemaNode, depth: number): Record<string, unknown> {
    const required = new Set(node.required);
    const wanted = Object.entries(node.properties ?? {}).filter(
      ([name]) => depth < deep || required.has(name),
    );
    return Object.fromEntries(wanted.map(([name, property]) => [name, this.write(property, depth + 1)]));
  }

  private writeArray(node: SchemaNode, depth: number): unknown[] {
    const least = node.minItems ?? 0;
    const length = depth < deep ? Math.min(Math.max(2, least), node.maxItems ?? Infinity) : least;
    return Array.from({ length }, () => this.write(node.items, depth + 1));
  }

  private writeNumber(node: SchemaNode, step: number): number {
    const least =
      node.minimum ?? (node.exclusiveMinimum === undefined ? undefined : node.exclusiveMinimum + step);
    const most =
      node.maximum ?? (node.exclusiveMaximum === undefined ? undefined : node.exclusiveMaximum - step);
    const lowest = Math.ceil((least ?? Math.min(1, most ?? 1)) / step);
    const highest = Math.floor((most ?? (least ?? 1) + 99) / step);
    return wholeBetween(this.random, lowest, Math.max(lowest, highest)) * step;
  }

  private writeString(node: SchemaNode): string {
    const known = node.format === undefined ? undefined : formats[node.format];
    if (known !== undefined) return known;
    const word = oneOf(this.random, words).padEnd(node.minLength ?? 0, '-');
    return word.slice(0, node.maxLength ?? word.length);
  }

  private resolve(pointer: string): unknown {
    const steps = pointer.replace(/^#\/?/u, '').split('/').filter(Boolean);
    return steps.reduce<unknown>((place, step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      return typeof place === 'object' && place !== null ? Reflect.get(place, name) : undefined;
    }, this.root);
  }
}

function typeOf(node: SchemaNode): string {
  const named = Array.isArray(node.type) ? (node.type.find((type) => type !== 'null') ?? 'null') : node.type;
  if (named !== undefined) return named;
  if (node.properties) return 'object';
  return node.items === undefined ? 'string' : 'array';
}

function merged(node: SchemaNode): SchemaNode {
  const { allOf = [], ...own } = node;
  const all = [own, ...allOf.map((part) => schemaNode.catch({}).parse(part))];
  return Object.assign({}, ...all, {
    properties: Object.assign({}, ...all.map((part) => part.properties ?? {})),
    required: all.flatMap((part) => part.required ?? []),
  });
}
