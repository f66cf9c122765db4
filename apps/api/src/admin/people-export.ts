import { StreamableFile } from '@nestjs/common';
import {
  csvContentType,
  csvRows,
  jsonlContentType,
  jsonlRows,
  usdDecimal,
  xlsxContentType,
  xlsxRows,
  type Column,
} from '@onegate/platform';
import { peopleFilter, type Person } from '@onegate/tenants';
import { checkDays, spanQuery, type Figures } from '@onegate/usage';
import { z } from 'zod';
import { rolesOf } from './person.view.js';

export const exportQuery = peopleFilter
  .extend({ ...spanQuery.shape, format: z.enum(['csv', 'xlsx', 'jsonl']).default('csv') })
  .superRefine(checkDays);
export type ExportQuery = z.output<typeof exportQuery>;

/** A person with what he used in the days that were asked for. */
interface PersonWithUsage {
  readonly person: Person;
  readonly figures: Figures;
}

const personColumns: readonly Column<Person>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'email', value: ({ email }) => email },
  { header: 'status', value: ({ status }) => status },
  { header: 'tenant_id', value: ({ tenant }) => tenant?.id },
  { header: 'tenant', value: ({ tenant }) => tenant?.name },
  { header: 'roles', value: (person) => rolesOf(person).join(' ') },
  { header: 'external_id', value: ({ externalId }) => externalId },
  { header: 'created_at', value: ({ createdAt }) => createdAt },
  { header: 'updated_at', value: ({ updatedAt }) => updatedAt },
];

const usageColumns: readonly Column<Figures>[] = [
  { header: 'calls', value: ({ calls }) => calls },
  { header: 'failed_calls', value: ({ failedCalls }) => failedCalls },
  { header: 'prompt_tokens', value: ({ promptTokens }) => promptTokens },
  { header: 'completion_tokens', value: ({ completionTokens }) => completionTokens },
  { header: 'cost_usd', value: ({ chargedNano }) => usdDecimal(chargedNano) },
];

const columns: readonly Column<PersonWithUsage>[] = [
  ...personColumns.map(({ header, value }) => ({
    header,
    value: ({ person }: PersonWithUsage) => value(person),
  })),
  ...usageColumns.map(({ header, value }) => ({
    header,
    value: ({ figures }: PersonWithUsage) => value(figures),
  })),
];

const formats = {
  csv: { type: csvContentType, rows: csvRows<PersonWithUsage> },
  xlsx: { type: xlsxContentType, rows: xlsxRows<PersonWithUsage> },
  jsonl: { type: jsonlContentType, rows: jsonlRows<PersonWithUsage> },
} as const;

/** The people as a file that is made while it is sent. */
export function peopleFile(
  people: AsyncIterable<PersonWithUsage>,
  format: ExportQuery['format'],
): StreamableFile {
  const { type, rows } = formats[format];
  return new StreamableFile(rows(columns, people), {
    type,
    disposition: `attachment; filename="users.${format}"`,
  });
}
