import { invalidFields } from '@onegate/platform';
import type { z } from 'zod';

/** What a client sent, parsed; a 400 that names the field otherwise. `at` is where the value stands in the request. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw wrongField(joined(at, issue?.path ?? []), issue?.message ?? 'This value is not acceptable.');
}

export function wrongField(field: string, message: string): Error {
  return invalidFields({ message: `${field}: ${message}` }, { fields: { [field]: [message] } });
}

function joined(at: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === 'number') return `${field}[${key}]`;
    return field === '' ? String(key) : `${field}.${String(key)}`;
  }, at);
}

/** Names of what was left out, each once. */
export class Dropped {
  private readonly names = new Set<string>();

  add(name: string): void {
    this.names.add(name);
  }

  /** Fields that the client did send and that no rule reads. */
  addOthers(body: Readonly<Record<string, unknown>>, read: ReadonlySet<string>): void {
    for (const [name, value] of Object.entries(body)) {
      if (value !== null && value !== undefined && !read.has(name)) this.names.add(name);
    }
  }

  get list(): string[] {
    return [...this.names];
  }
}
