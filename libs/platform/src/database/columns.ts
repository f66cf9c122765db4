import { Column, PrimaryColumn, type ColumnOptions, type ValueTransformer } from 'typeorm';

/** Postgres gives 64-bit integers as text; ids fit a number for as long as we live. */
const asNumber: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: unknown) => value,
};

const asBigint: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : BigInt(value)),
  to: (value: bigint | null | undefined) => (typeof value === 'bigint' ? value.toString() : value),
};

/** The integer id that the admin surface shows, given by the database. */
export function IdColumn(): PropertyDecorator {
  return PrimaryColumn({
    type: 'bigint',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
    transformer: asNumber,
  });
}

/** An id of another row. */
export function ReferenceColumn(name: string, options: ColumnOptions = {}): PropertyDecorator {
  return Column({ name, type: 'bigint', transformer: asNumber, ...options });
}

/** Money in nano-dollars, or another integer that must not lose a digit. */
export function BigintColumn(name: string, options: ColumnOptions = {}): PropertyDecorator {
  return Column({ name, type: 'bigint', transformer: asBigint, ...options });
}

export function TimeColumn(name: string, options: ColumnOptions = {}): PropertyDecorator {
  return Column({ name, type: 'timestamptz', ...options });
}
