import { cursorQuery } from '@onegate/platform';
import { z } from 'zod';
import { movementKinds } from '../ledger/ledger-kinds.js';

const blank = (value: unknown) => (value === '' || value === null ? undefined : value);
const day = z.preprocess(blank, z.iso.date().optional());

/** Which movements: by the days (UTC, both included) on which they were posted, and by kind. */
export const statementFilter = z.object({
  from: day,
  to: day,
  kind: z.preprocess(blank, z.enum(movementKinds).optional()),
});
export type StatementFilter = z.output<typeof statementFilter>;

export const statementQuery = statementFilter.extend(cursorQuery.shape).meta({ id: 'StatementQuery' });
export type StatementQuery = z.output<typeof statementQuery>;

export const statementExportQuery = statementFilter
  .extend({ format: z.enum(['csv', 'xlsx', 'jsonl']).default('csv') })
  .meta({ id: 'StatementExportQuery' });
export type StatementExportQuery = z.output<typeof statementExportQuery>;
