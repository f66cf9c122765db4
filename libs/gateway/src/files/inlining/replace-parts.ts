/** A part of a body that may name a file. */
export type Part = Readonly<Record<string, unknown>>;

export interface Replacing {
  /** Where parts can be: below fields of these names, at any depth, and nowhere else. */
  readonly within: ReadonlySet<string>;
  /** The part to stand in its place; undefined leaves it as it is. */
  readonly replace: (part: Part) => Promise<Part | undefined>;
}

/**
 * The same body with some of its parts replaced. What does not change stays the same object, so a body without any such
 * part is returned as it came. One part after the other: each may be large.
 */
export async function replaceParts<Node>(node: Node, replacing: Replacing): Promise<Node> {
  const changed = Array.isArray(node)
    ? await inList(node, replacing)
    : isPart(node)
      ? await inPart(node, replacing)
      : node;
  return changed as Node;
}

async function inList(list: readonly unknown[], replacing: Replacing): Promise<readonly unknown[]> {
  const parts: unknown[] = [];
  for (const part of list) parts.push(await replaceParts(part, replacing));
  return parts.some((part, index) => part !== list[index]) ? parts : list;
}

async function inPart(part: Part, replacing: Replacing): Promise<Part> {
  const other = await replacing.replace(part);
  if (other) return other;
  let changed = part;
  for (const [name, value] of Object.entries(part)) {
    if (!replacing.within.has(name)) continue;
    const inside = await replaceParts(value, replacing);
    if (inside !== value) changed = { ...changed, [name]: inside };
  }
  return changed;
}

export function isPart(node: unknown): node is Part {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
