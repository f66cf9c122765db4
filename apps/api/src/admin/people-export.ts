import { StreamableFile } from '@nestjs/common';
import { csvContentType, csvRows, xlsxContentType, xlsxRows, type Column } from '@onegate/platform';
import { peopleFilter, type Person } from '@onegate/tenants';
import { z } from 'zod';
import { rolesOf } from './person.view.js';

export const exportQuery = peopleFilter.extend({ format: z.enum(['csv', 'xlsx']).default('csv') });
export type ExportQuery = z.output<typeof exportQuery>;

const columns: readonly Column<Person>[] = [
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

const formats = {
  csv: { type: csvContentType, rows: csvRows<Person> },
  xlsx: { type: xlsxContentType, rows: xlsxRows<Person> },
} as const;

/** The people as a file that is made while it is sent. */
export function peopleFile(people: AsyncIterable<Person>, format: ExportQuery['format']): StreamableFile {
  const { type, rows } = formats[format];
  return new StreamableFile(rows(columns, people), {
    type,
    disposition: `attachment; filename="users.${format}"`,
  });
}
