import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';

/** Whether a text is Claude's summary of an earlier conversation, for itself: no part of its answer. */
export function isSummary(metadata: SharedV4ProviderMetadata | undefined): boolean {
  return metadata?.['anthropic']?.['type'] === 'compaction';
}
