import type { LanguageModelV4ToolCallPart } from '@ai-sdk/provider';

/**
 * Some providers keep the arguments of a tool call as an object. Models also write what is no object, and clients send
 * it back with the complaint of their tool: it goes up as the one field `arguments`.
 */
export function objectArguments(part: LanguageModelV4ToolCallPart): LanguageModelV4ToolCallPart {
  return typeof part.input === 'string' ? { ...part, input: objectOf(part.input) } : part;
}

function objectOf(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Not JSON: below.
  }
  return { arguments: text };
}
