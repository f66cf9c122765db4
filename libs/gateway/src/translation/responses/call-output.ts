import type { LanguageModelV4ToolCall, LanguageModelV4ToolResult } from '@ai-sdk/provider';
import type { CallPart } from '../neutral/part-kinds.js';
import { isSigned, sealOf } from '../neutral/seal-of.js';
import { isWebSearch } from '../neutral/web-search.js';
import { CustomCallItem, FunctionCallItem } from './call-item.js';
import { noteItem } from './note-item.js';
import type { OutputList } from './output-list.js';
import type { ResponseEvent } from './response-event.js';
import { SearchItem } from './search-item.js';

/** The calls of an answer: of the client's tools, and of what the provider runs itself. */
export class CallOutput {
  private readonly calling = new Map<string, FunctionCallItem | CustomCallItem>();
  private readonly searching = new Map<string, SearchItem>();
  private readonly onServer = new Set<string>();

  constructor(
    private readonly output: OutputList,
    private readonly customTools: ReadonlySet<string>,
  ) {}

  /** Whether the pages found were listed. */
  get showedPages(): boolean {
    return this.searching.size > 0;
  }

  part(part: CallPart): ResponseEvent[] {
    if (part.type === 'tool-call') return part.providerExecuted ? this.search(part) : this.call(part);
    if (part.type === 'tool-input-start' && part.providerExecuted) this.onServer.add(part.id);
    if (this.onServer.has(part.id)) return [];
    if (part.type === 'tool-input-start') return this.start(part.id, part.toolName);
    return part.type === 'tool-input-delta' ? (this.calling.get(part.id)?.delta(part.delta) ?? []) : [];
  }

  result(result: LanguageModelV4ToolResult): ResponseEvent[] {
    const item = this.searching.get(result.toolCallId);
    if (!item || result.preliminary) return [];
    item.answer(result);
    return this.output.closed(item);
  }

  private start(callId: string, name: string): ResponseEvent[] {
    const custom = this.customTools.has(name);
    const { place, before } = this.output.next(custom ? 'ctc' : 'fc');
    const tool = { callId, name };
    const item = custom ? new CustomCallItem(place, tool) : new FunctionCallItem(place, tool);
    this.output.add(item);
    this.calling.set(callId, item);
    return [...before, item.added()];
  }

  private call({ toolCallId, toolName, input, providerMetadata }: LanguageModelV4ToolCall): ResponseEvent[] {
    const started = this.calling.has(toolCallId) ? [] : this.start(toolCallId, toolName);
    const item = this.calling.get(toolCallId);
    this.calling.delete(toolCallId);
    const seal = sealOf(providerMetadata);
    return [
      ...started,
      ...(item ? [...item.complete(input), ...this.output.closed(item)] : []),
      ...(isSigned(seal) ? noteItem(this.output, seal, toolCallId) : []),
    ];
  }

  private search(call: LanguageModelV4ToolCall): ResponseEvent[] {
    if (!isWebSearch(call)) return [];
    const { place, before } = this.output.next('ws');
    const item = new SearchItem(place, call);
    this.output.add(item);
    this.searching.set(call.toolCallId, item);
    return [...before, ...item.added()];
  }
}
