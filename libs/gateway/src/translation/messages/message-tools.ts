import type { JSONObject, LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from '@ai-sdk/provider';
import type { WebSearchHints } from '../neutral/hints.js';
import { parsed, wrongField } from '../neutral/request-fields.js';
import { notTranslatable } from '../translation.errors.js';
import { blockHints } from './cache-hints.js';
import { customTool, webSearchTool, type MessagesRequest } from './message-request.schema.js';

export interface AskedTools {
  readonly tools?: LanguageModelV4FunctionTool[];
  readonly webSearch?: WebSearchHints;
}

export function readTools({ tools }: MessagesRequest): AskedTools {
  const functions: LanguageModelV4FunctionTool[] = [];
  let webSearch: WebSearchHints | undefined;
  for (const [index, tool] of (tools ?? []).entries()) {
    const at = `tools[${index}]`;
    if (tool.type === undefined || tool.type === 'custom') functions.push(functionTool(tool, at));
    else if (/^web_search_\d+$/.test(tool.type)) webSearch = searchHints(tool, at);
    else throw notTranslatable({ field: `${at}.type`, reason: `"${tool.type}" is a tool of Anthropic's.` });
  }
  return { ...(functions.length > 0 && { tools: functions }), ...(webSearch && { webSearch }) };
}

export function readToolChoice({
  tool_choice,
}: MessagesRequest): Pick<LanguageModelV4CallOptions, 'toolChoice'> {
  if (!tool_choice) return {};
  switch (tool_choice.type) {
    case 'auto':
      return { toolChoice: { type: 'auto' } };
    case 'any':
      return { toolChoice: { type: 'required' } };
    case 'none':
      return { toolChoice: { type: 'none' } };
    case 'tool':
      if (!tool_choice.name) throw wrongField('tool_choice.name', 'Name the tool.');
      return { toolChoice: { type: 'tool', toolName: tool_choice.name } };
  }
}

function functionTool(tool: unknown, at: string): LanguageModelV4FunctionTool {
  const { name, description, input_schema, strict, input_examples, cache_control } = parsed(
    customTool,
    tool,
    at,
  );
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    inputSchema: input_schema,
    ...(strict !== undefined && { strict }),
    ...(input_examples && { inputExamples: input_examples.map((input) => ({ input: input as JSONObject })) }),
    ...blockHints(cache_control),
  };
}

function searchHints(tool: unknown, at: string): WebSearchHints {
  const { max_uses, allowed_domains, blocked_domains, user_location } = parsed(webSearchTool, tool, at);
  const { country, region, city, timezone } = user_location ?? {};
  const location = {
    ...(country && { country }),
    ...(region && { region }),
    ...(city && { city }),
    ...(timezone && { timezone }),
  };
  return {
    ...(max_uses !== undefined && { maxSearches: max_uses }),
    ...(allowed_domains && { allowedDomains: allowed_domains }),
    ...(blocked_domains && { blockedDomains: blocked_domains }),
    ...(user_location && { location }),
  };
}
