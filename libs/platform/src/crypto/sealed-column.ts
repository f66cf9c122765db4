import type { EntityTarget, ObjectLiteral } from 'typeorm';

/** A column of sealed secrets, for when the master secret changes. */
export interface SealedColumn {
  readonly entity: EntityTarget<ObjectLiteral>;
  readonly property: string;
  /** What the seal of a row is bound to. */
  readonly contextOf: (row: ObjectLiteral) => string;
}

export function sealedColumn<Row extends ObjectLiteral>(
  entity: new () => Row,
  property: keyof Row & string,
  contextOf: (row: Row) => string,
): SealedColumn {
  return { entity, property, contextOf: (row) => contextOf(row as Row) };
}
