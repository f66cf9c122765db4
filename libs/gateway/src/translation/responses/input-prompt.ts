import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ToolResultOutput,
} from '@ai-sdk/provider';
import { parsed, wrongField, type Dropped } from '../neutral/request-fields.js';
import { SaidTurn } from '../neutral/said-turn.js';
import { notTranslatable } from '../translation.errors.js';
import { shownContent, textContent } from './input-content.js';
import { readReasoning } from './input-reasoning.js';
import {
  callOutputItem,
  customCallItem,
  functionCallItem,
  messageItem,
  refusalPart,
  textPart,
} from './response-items.schema.js';
import type { InputItem, ResponsesRequest, TypedPart } from './response-request.schema.js';

/** What the provider's servers did in an earlier turn; the text that came of it stays. */
const ofServers: ReadonlySet<string> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'mcp_list_tools',
  'mcp_call',
]);

/** The conversation of a Responses request. Items of one speaker that follow each other are one message elsewhere. */
export class InputPrompt {
  private readonly messages: LanguageModelV4Message[] = [];
  private readonly toolNames = new Map<string, string>();
  private turn = new SaidTurn();

  constructor(private readonly dropped: Dropped) {}

  read({ instructions, input }: ResponsesRequest): LanguageModelV4Prompt {
    if (instructions) this.messages.push({ role: 'system', content: instructions });
    if (typeof input === 'string') this.shown('user', input, 'input');
    else for (const [index, item] of (input ?? []).entries()) this.item(item, `input[${index}]`);
    this.endTurn();
    return this.messages;
  }

  private item(item: InputItem, at: string): void {
    const type = item.type ?? (item.role === undefined ? 'item_reference' : 'message');
    if (ofServers.has(type)) return this.dropped.add(`input.${type}`);
    switch (type) {
      case 'message':
        return this.message(item, at);
      case 'reasoning':
        return readReasoning(item, at, this.turn);
      case 'function_call':
        return this.functionCall(item, at);
      case 'custom_tool_call':
        return this.customCall(item, at);
      case 'function_call_output':
      case 'custom_tool_call_output':
        return this.callOutput(item, at);
      case 'item_reference':
        throw notTranslatable({ field: at, reason: 'it names an item that is not kept here.' });
      default:
        throw notTranslatable({ field: `${at}.type`, reason: `there is no word for "${type}" items.` });
    }
  }

  private message(item: InputItem, at: string): void {
    const { role, content } = parsed(messageItem, item, at);
    if (role === 'assistant') return this.said(content, `${at}.content`);
    this.shown(role, content, `${at}.content`);
  }

  private shown(role: 'user' | 'system' | 'developer', content: string | TypedPart[], at: string): void {
    this.endTurn();
    if (role === 'user') this.messages.push({ role, content: shownContent(content, at) });
    else this.messages.push({ role: 'system', content: textContent(content, at) });
  }

  private said(content: string | TypedPart[], at: string): void {
    const parts = typeof content === 'string' ? [{ type: 'output_text', text: content }] : content;
    for (const [index, part] of parts.entries()) {
      const place = `${at}[${index}]`;
      const text =
        part.type === 'refusal'
          ? parsed(refusalPart, part, place).refusal
          : parsed(textPart, part, place).text;
      if (text !== '') this.turn.add({ type: 'text', text });
    }
  }

  private functionCall(item: InputItem, at: string): void {
    const call = parsed(functionCallItem, item, at);
    this.call(call.call_id, call.name, call.arguments);
  }

  private customCall(item: InputItem, at: string): void {
    const call = parsed(customCallItem, item, at);
    this.call(call.call_id, call.name, JSON.stringify({ input: call.input }));
  }

  private call(toolCallId: string, toolName: string, input: string): void {
    this.toolNames.set(toolCallId, toolName);
    this.turn.add({ type: 'tool-call', toolCallId, toolName, input });
  }

  private callOutput(item: InputItem, at: string): void {
    this.endTurn();
    const { call_id, output } = parsed(callOutputItem, item, at);
    const toolName = this.toolNames.get(call_id);
    if (toolName === undefined) throw wrongField(`${at}.call_id`, 'There is no call with this id before.');
    const result = {
      type: 'tool-result' as const,
      toolCallId: call_id,
      toolName,
      output: outputOf(output, `${at}.output`),
    };
    const last = this.messages.at(-1);
    if (last?.role === 'tool') last.content.push(result);
    else this.messages.push({ role: 'tool', content: [result] });
  }

  private endTurn(): void {
    if (this.turn.parts.length > 0) this.messages.push({ role: 'assistant', content: this.turn.parts });
    this.turn = new SaidTurn();
  }
}

function outputOf(output: string | TypedPart[], at: string): LanguageModelV4ToolResultOutput {
  if (typeof output === 'string') return { type: 'text', value: output };
  const value = shownContent(output, at);
  const texts = value.map((part) => (part.type === 'text' ? part.text : undefined));
  return texts.includes(undefined) ? { type: 'content', value } : { type: 'text', value: texts.join('\n') };
}
