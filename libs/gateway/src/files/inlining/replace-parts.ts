import { isObject } from '../../json/json-object.js';

/** A part of a body that may name a file. */
export type Part = Readonly<Record<string, unknown>>;

export interface Replacing {
  /** Where parts can be: below fields of these names, at any depth, and nowhere else. */
  readonly within: ReadonlySet<string>;
  /** Of these, the field whose own fields the client names as it likes. */
  readonly named?: string;
  /** The part to stand in its place; undefined leaves it as it is. */
  readonly replace: (part: Part) => Promise<Part | undefined>;
}

/**
 * The same body with some of its parts replaced. What does not change stays the same object, so a body without any such
 * part is returned as it came. One part after the other: each may be large.
 */
export async function replaceParts<Node>(node: Node, replacing: Replacing): Promise<Node> {
  return (await replaceIn(node, replacing, false)) as Node;
}

async function replaceIn(node: unknown, replacing: Replacing, isNamed: boolean): Promise<unknown> {
  if (Array.isArray(node)) return inList(node, replacing);
  return isObject(node) ? inPart(node, replacing, isNamed) : node;
}

async function inList(list: readonly unknown[], replacing: Replacing): Promise<readonly unknown[]> {
  const parts: unknown[] = [];
  for (const part of list) parts.push(await replaceIn(part, replacing, false));
  return parts.some((part, index) => part !== list[index]) ? parts : list;
}

async function inPart(part: Part, replacing: Replacing, isNamed: boolean): Promise<Part> {
  const other = await replacing.replace(part);
  if (other) return other;
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(part)) {
    if (!isNamed && !replacing.within.has(name)) continue;
    const inside = await replaceIn(value, replacing, name === replacing.named);
    if (inside !== value) changed[name] = inside;
  }
  return Object.keys(changed).length > 0 ? { ...part, ...changed } : part;
}
