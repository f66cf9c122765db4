import type { LanguageModelV4FinishReason, SharedV4ProviderMetadata } from '@ai-sdk/provider';

interface Ending {
  readonly finishReason: LanguageModelV4FinishReason;
  readonly providerMetadata?: SharedV4ProviderMetadata | undefined;
}

/** Why the model would not answer, where its provider says it in words. */
export function refusalOf({ finishReason, providerMetadata }: Ending): string | null {
  if (finishReason.unified !== 'content-filter') return null;
  const details = providerMetadata?.['anthropic']?.['stopDetails'];
  if (typeof details !== 'object' || details === null || !('explanation' in details)) return null;
  return typeof details.explanation === 'string' ? details.explanation : null;
}
