import type { JSONSchema7, LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from '@ai-sdk/provider';
import { hinting } from '../neutral/hints.js';
import { notTranslatable } from '../translation.errors.js';
import { isGiven } from './is-given.js';
import type { ChatRequest, ChatTool, ChatToolChoice } from './chat-request.schema.js';
import { cacheOf } from './read-content.js';

type ReadTools = Pick<LanguageModelV4CallOptions, 'tools' | 'toolChoice'>;

export function readTools({ tools, tool_choice: choice }: ChatRequest): ReadTools {
  if (!tools || tools.length === 0) return {};
  const read = tools.map(readTool);
  if (!choice) return { tools: read };
  const allowed = typeof choice === 'object' ? choice.allowed_tools : undefined;
  if (!allowed) return { tools: read, toolChoice: readChoice(choice) };
  const names = new Set(allowed.tools.map((tool) => tool.function?.name));
  return { tools: read.filter(({ name }) => names.has(name)), toolChoice: { type: allowed.mode } };
}

function readTool(
  { type, function: described, cache_control }: ChatTool,
  index: number,
): LanguageModelV4FunctionTool {
  if ((type ?? 'function') !== 'function' || !described)
    throw notTranslatable({ field: `tools.${index}.type`, reason: 'it has only tools that are functions.' });
  const { name, description, parameters, strict } = described;
  return {
    type: 'function',
    name,
    ...(description ? { description } : {}),
    inputSchema: (parameters ?? { type: 'object', properties: {} }) as JSONSchema7,
    ...(isGiven(strict) ? { strict } : {}),
    ...hinting({ cache: cacheOf(cache_control) }),
  };
}

function readChoice(choice: ChatToolChoice): NonNullable<ReadTools['toolChoice']> {
  if (typeof choice === 'string') return { type: choice };
  if (choice.type !== 'function' || !choice.function)
    throw notTranslatable({ field: 'tool_choice', reason: 'it has only tools that are functions.' });
  return { type: 'tool', toolName: choice.function.name };
}
