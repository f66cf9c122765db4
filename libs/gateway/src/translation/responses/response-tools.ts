import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from '@ai-sdk/provider';
import { isObject } from '../../json/json-object.js';
import type { WebSearchHints } from '../neutral/hints.js';
import { parsed, type Dropped } from '../neutral/request-fields.js';
import { notTranslatable } from '../translation.errors.js';
import type { JsonObject } from '../wire.js';
import {
  allowedTools,
  customTool,
  functionTool,
  namedChoice,
  webSearchTool,
} from './response-items.schema.js';
import type { ResponsesRequest } from './response-request.schema.js';

export interface AskedTools {
  readonly tools?: LanguageModelV4FunctionTool[];
  readonly toolChoice?: LanguageModelV4CallOptions['toolChoice'];
  readonly webSearch?: WebSearchHints;
}

export function readTools({ tools, tool_choice }: ResponsesRequest, dropped: Dropped): AskedTools {
  const functions: LanguageModelV4FunctionTool[] = [];
  let webSearch: WebSearchHints | undefined;
  for (const [index, tool] of (tools ?? []).entries()) {
    const at = `tools[${index}]`;
    if (tool.type === 'function') functions.push(readFunction(tool, at));
    else if (tool.type === 'custom') functions.push(readCustom(tool, at, dropped));
    else if (/^web_search(_preview)?(_[\d_]+)?$/.test(tool.type)) webSearch = searchHints(tool, at);
    else throw notTranslatable({ field: `${at}.type`, reason: `"${tool.type}" is a tool of OpenAI's.` });
  }
  return { ...chosen(tool_choice, functions), ...(webSearch && { webSearch }) };
}

/** The tools that take text as it is. Elsewhere they take an object whose one field is that text. */
export function customToolNames({ tools }: JsonObject): ReadonlySet<string> {
  const list: unknown[] = Array.isArray(tools) ? tools : [];
  return new Set(
    list.flatMap((tool) => (isObject(tool) && tool['type'] === 'custom' ? [String(tool['name'])] : [])),
  );
}

function readFunction(tool: unknown, at: string): LanguageModelV4FunctionTool {
  const { name, description, parameters, strict } = parsed(functionTool, tool, at);
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    inputSchema: parameters ?? { type: 'object', properties: {} },
    ...(strict !== undefined && { strict }),
  };
}

function readCustom(tool: unknown, at: string, dropped: Dropped): LanguageModelV4FunctionTool {
  const { name, description, format } = parsed(customTool, tool, at);
  const grammar = format?.type === 'grammar' ? format : undefined;
  if (grammar) dropped.add('tools.format');
  const lines = [
    description,
    grammar && `The input follows this ${grammar.syntax ?? ''} grammar:\n${grammar.definition ?? ''}`,
  ];
  const explained = lines.filter((line) => line !== undefined).join('\n\n');
  return {
    type: 'function',
    name,
    ...(explained !== '' && { description: explained }),
    inputSchema: {
      type: 'object',
      properties: { input: { type: 'string' } },
      required: ['input'],
      additionalProperties: false,
    },
  };
}

function searchHints(tool: unknown, at: string): WebSearchHints {
  const { search_context_size, filters, user_location } = parsed(webSearchTool, tool, at);
  const { country, region, city, timezone } = user_location ?? {};
  const location = {
    ...(country && { country }),
    ...(region && { region }),
    ...(city && { city }),
    ...(timezone && { timezone }),
  };
  return {
    ...(search_context_size && { contextSize: search_context_size }),
    ...(filters?.allowed_domains && { allowedDomains: filters.allowed_domains }),
    ...(filters?.blocked_domains && { blockedDomains: filters.blocked_domains }),
    ...(user_location && { location }),
  };
}

function chosen(
  choice: ResponsesRequest['tool_choice'],
  tools: LanguageModelV4FunctionTool[],
): Pick<AskedTools, 'tools' | 'toolChoice'> {
  const all = tools.length > 0 ? { tools } : {};
  if (choice === undefined) return all;
  if (typeof choice === 'string') return { ...all, toolChoice: { type: choice } };
  if (choice.type === 'function' || choice.type === 'custom') {
    const { name } = parsed(namedChoice, choice, 'tool_choice');
    return { ...all, toolChoice: { type: 'tool', toolName: name } };
  }
  if (choice.type !== 'allowed_tools')
    throw notTranslatable({ field: 'tool_choice', reason: `"${choice.type}" is a tool of OpenAI's.` });
  const allowed = parsed(allowedTools, choice, 'tool_choice');
  const names = new Set(allowed.tools.map(({ name }) => name));
  return {
    tools: tools.filter(({ name }) => names.has(name)),
    toolChoice: { type: allowed.mode ?? 'auto' },
  };
}
