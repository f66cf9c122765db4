import { StreamableFile } from '@nestjs/common';
import type { LedgerTransaction, StatementExportQuery } from '@onegate/billing';
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

const columns: readonly Column<LedgerTransaction>[] = [
  { header: 'number', value: ({ number }) => number },
  { header: 'id', value: ({ publicId }) => publicId },
  { header: 'posted_at', value: ({ postedAt }) => postedAt },
  { header: 'kind', value: ({ kind }) => kind },
  { header: 'amount_usd', value: ({ changeNano }) => usdDecimal(changeNano) },
  { header: 'balance_usd', value: ({ balanceAfterNano }) => usdDecimal(balanceAfterNano) },
  { header: 'overdraft_usd', value: ({ overdraftNano }) => usdDecimal(overdraftNano) },
  { header: 'about', value: ({ about }) => about },
  { header: 'reference', value: ({ reference }) => reference },
  { header: 'usage_day', value: ({ day }) => day },
  { header: 'usage_calls', value: ({ calls }) => calls },
  { header: 'usage_batch', value: ({ batch }) => batch },
];

const formats = {
  csv: { type: csvContentType, rows: csvRows<LedgerTransaction> },
  xlsx: { type: xlsxContentType, rows: xlsxRows<LedgerTransaction> },
  jsonl: { type: jsonlContentType, rows: jsonlRows<LedgerTransaction> },
} as const;

export const statementTypes = Object.values(formats).map(({ type }) => type);

/** A statement as a file that is made while it is sent. */
export function statementFile(
  movements: AsyncIterable<LedgerTransaction>,
  format: StatementExportQuery['format'],
): StreamableFile {
  const { type, rows } = formats[format];
  return new StreamableFile(rows(columns, movements), {
    type,
    disposition: `attachment; filename="statement.${format}"`,
  });
}
