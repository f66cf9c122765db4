import type { LanguageModelV4ToolCallPart } from '@ai-sdk/provider';
import { jsonOrNothing } from '@onegate/platform';
import { isObject } from '../../json/json-object.js';

/**
 * Some providers keep the arguments of a tool call as an object. Models also write what is no object, and clients send
 * it back with the complaint of their tool: it goes up as the one field `arguments`.
 */
export function objectArguments(part: LanguageModelV4ToolCallPart): LanguageModelV4ToolCallPart {
  return typeof part.input === 'string' ? { ...part, input: argumentsIn(part.input) } : part;
}

function argumentsIn(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  const value = jsonOrNothing(text);
  return isObject(value) ? value : { arguments: text };
}
