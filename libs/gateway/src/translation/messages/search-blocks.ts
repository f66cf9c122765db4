import type { LanguageModelV4ToolCall, LanguageModelV4ToolResult } from '@ai-sdk/provider';
import { foundPages, isWebSearch, searchedQuery, searchFailure, searchQuery } from '../neutral/web-search.js';
import type { JsonObject } from '../wire.js';
import type { BlockSequence } from './block-sequence.js';
import type { MessageEvent } from './message-event.js';

const direct = { type: 'direct' };
const failures: ReadonlySet<string> = new Set([
  'invalid_tool_input',
  'unavailable',
  'max_uses_exceeded',
  'too_many_requests',
  'query_too_long',
  'request_too_large',
]);

/** Searches of the web by the provider itself. What else it runs on its side has no block that fits. */
export class SearchBlocks {
  private readonly asked = new Map<string, LanguageModelV4ToolCall>();
  private answered = 0;

  constructor(private readonly blocks: BlockSequence) {}

  get count(): number {
    return this.asked.size;
  }

  /** Whether the pages found were listed. */
  get showedPages(): boolean {
    return this.answered > 0;
  }

  /** Kept until its result is there: some providers say what they looked for only then. */
  call(call: LanguageModelV4ToolCall): MessageEvent[] {
    if (!isWebSearch(call)) return [];
    this.asked.set(call.toolCallId, call);
    return searchQuery(call) === '' ? [] : this.use(call, searchQuery(call));
  }

  result(result: LanguageModelV4ToolResult): MessageEvent[] {
    const call = this.asked.get(result.toolCallId);
    if (!call || result.preliminary) return [];
    this.answered += 1;
    const late = searchQuery(call) === '' ? this.use(call, searchedQuery(result) ?? '') : [];
    const block = {
      type: 'web_search_tool_result',
      tool_use_id: serverId(result.toolCallId),
      caller: direct,
      content: resultContent(result),
    };
    return [...late, ...this.blocks.whole(block)];
  }

  private use({ toolCallId }: LanguageModelV4ToolCall, query: string): MessageEvent[] {
    const block = {
      type: 'server_tool_use',
      id: serverId(toolCallId),
      name: 'web_search',
      input: {},
      caller: direct,
    };
    const partial_json = JSON.stringify({ query });
    return [
      ...this.blocks.start(block),
      ...this.blocks.delta({ type: 'input_json_delta', partial_json }),
      ...this.blocks.stop(),
    ];
  }
}

function resultContent(result: LanguageModelV4ToolResult): JsonObject | JsonObject[] {
  const failure = searchFailure(result);
  if (failure !== undefined)
    return {
      type: 'web_search_tool_result_error',
      error_code: failures.has(failure) ? failure : 'unavailable',
    };
  return foundPages(result).map(({ url, title, pageAge, encryptedContent }) => ({
    type: 'web_search_result',
    url,
    title: title ?? url,
    page_age: pageAge ?? null,
    encrypted_content: encryptedContent ?? '',
  }));
}

/** Clients tell what ran on the server by the beginning of its id. */
function serverId(id: string): string {
  return id.startsWith('srvtoolu_') ? id : `srvtoolu_${id.replaceAll(/\W/g, '_')}`;
}
