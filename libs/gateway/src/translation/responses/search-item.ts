import type { LanguageModelV4ToolCall, LanguageModelV4ToolResult } from '@ai-sdk/provider';
import { foundPages, searchedQuery, searchFailure, searchQuery } from '../neutral/web-search.js';
import type { JsonObject } from '../wire.js';
import {
  itemAdded,
  itemDone,
  type ItemPlace,
  type ItemStatus,
  type OutputItem,
  type ResponseEvent,
} from './response-event.js';

/** A search of the web by the provider itself. */
export class SearchItem implements OutputItem {
  private status: 'in_progress' | 'completed' | 'failed' = 'in_progress';
  private query: string;
  private sources: JsonObject[] = [];
  private failed = false;
  isIdle = false;

  constructor(
    private readonly place: ItemPlace,
    call: LanguageModelV4ToolCall,
  ) {
    this.query = searchQuery(call);
  }

  get isClosed(): boolean {
    return this.status !== 'in_progress';
  }

  view(): JsonObject {
    const { query, sources, status } = this;
    const action = { type: 'search', query, queries: [query], sources };
    return { id: this.place.item_id, type: 'web_search_call', status, action };
  }

  added(): ResponseEvent[] {
    return [
      itemAdded(this.place, this.view()),
      { type: 'response.web_search_call.in_progress', ...this.place },
      { type: 'response.web_search_call.searching', ...this.place },
    ];
  }

  answer(result: LanguageModelV4ToolResult): void {
    this.query = searchedQuery(result) ?? this.query;
    this.sources = foundPages(result).map(({ url }) => ({ type: 'url', url }));
    this.failed = searchFailure(result) !== undefined;
    this.isIdle = true;
  }

  close(status: ItemStatus): ResponseEvent[] {
    this.status = this.failed || status === 'incomplete' ? 'failed' : 'completed';
    return [{ type: 'response.web_search_call.completed', ...this.place }, itemDone(this.place, this.view())];
  }
}
