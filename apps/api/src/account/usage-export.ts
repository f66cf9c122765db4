import { StreamableFile } from '@nestjs/common';
import {
  csvContentType,
  csvRows,
  jsonlRows,
  jsonlContentType,
  usdDecimal,
  xlsxContentType,
  xlsxRows,
  type Column,
} from '@onegate/platform';
import type { UsageFileQuery, UsageItem } from '@onegate/usage';

const columns: readonly Column<UsageItem>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'request_id', value: ({ requestId }) => requestId },
  { header: 'generation_id', value: ({ generationId }) => generationId },
  { header: 'started_at', value: ({ startedAt }) => startedAt },
  { header: 'settled_at', value: ({ settledAt }) => settledAt },
  { header: 'organization_id', value: ({ organizationId }) => organizationId },
  { header: 'user_id', value: ({ userId }) => userId },
  { header: 'user_email', value: ({ memberEmail }) => memberEmail },
  { header: 'api_key_id', value: ({ keyId }) => keyId },
  { header: 'service_user', value: ({ serviceUser }) => serviceUser },
  { header: 'operation', value: ({ operation }) => operation },
  { header: 'requested_model', value: ({ requestedModel }) => requestedModel },
  { header: 'model', value: ({ modelSlug }) => modelSlug },
  { header: 'provider', value: ({ providerKind }) => providerKind },
  { header: 'prompt_tokens', value: ({ promptTokens }) => promptTokens },
  { header: 'completion_tokens', value: ({ completionTokens }) => completionTokens },
  { header: 'cached_tokens', value: ({ cachedTokens }) => cachedTokens },
  { header: 'reasoning_tokens', value: ({ reasoningTokens }) => reasoningTokens },
  { header: 'count_source', value: ({ countSource }) => countSource },
  { header: 'cost_usd', value: ({ chargedNano }) => usdDecimal(chargedNano) },
  { header: 'status', value: ({ status }) => status },
  { header: 'http_status', value: ({ httpStatus }) => httpStatus },
  { header: 'finish_reason', value: ({ finishReason }) => finishReason },
  { header: 'is_stream', value: ({ isStream }) => isStream },
  { header: 'is_simulated', value: ({ isSimulated }) => isSimulated },
  { header: 'latency_ms', value: ({ latencyMs }) => latencyMs },
  { header: 'first_token_ms', value: ({ firstTokenMs }) => firstTokenMs },
  { header: 'corrected_usd', value: ({ correctedNano }) => usdDecimal(correctedNano) },
  {
    header: 'net_usd',
    value: ({ chargedNano, correctedNano }) => usdDecimal(chargedNano + correctedNano),
  },
  { header: 'usage_batch', value: ({ batch }) => batch },
];

const formats = {
  csv: { type: csvContentType, rows: csvRows<UsageItem> },
  xlsx: { type: xlsxContentType, rows: xlsxRows<UsageItem> },
  jsonl: { type: jsonlContentType, rows: jsonlRows<UsageItem> },
} as const;

/** The calls as a file that is made while it is sent. */
export function usageFile(items: AsyncIterable<UsageItem>, format: UsageFileQuery['format']): StreamableFile {
  const { type, rows } = formats[format];
  return new StreamableFile(rows(columns, items), {
    type,
    disposition: `attachment; filename="usages.${format}"`,
  });
}
