import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';

/** What an answer says, whatever its form. */
export interface SaidInParts {
  readonly text: string;
  readonly thoughts: string;
  readonly calls: { readonly id: string; readonly name: string; readonly input: string }[];
  /** It came to its end. */
  readonly isWhole: boolean;
}

export function saidInParts(parts: readonly LanguageModelV4StreamPart[]): SaidInParts {
  const finish = parts.find((part) => part.type === 'finish');
  return {
    text: parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join(''),
    thoughts: parts.map((part) => (part.type === 'reasoning-delta' ? part.delta : '')).join(''),
    calls: parts.flatMap((part) =>
      part.type === 'tool-call' && !part.providerExecuted
        ? [{ id: part.toolCallId, name: part.toolName, input: part.input }]
        : [],
    ),
    isWhole: finish !== undefined && !['error', 'interrupted'].includes(finish.finishReason.unified),
  };
}
