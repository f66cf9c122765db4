import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ToolResultOutput,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider';
import { parsed, wrongField, type Dropped } from '../neutral/request-fields.js';
import { SaidTurn } from '../neutral/said-turn.js';
import { notTranslatable } from '../translation.errors.js';
import { blockHints } from './cache-hints.js';
import { textBlock, toolResultBlock } from './message-blocks.schema.js';
import type { MessagesRequest, TypedBlock } from './message-request.schema.js';
import { readSaidBlock } from './said-blocks.js';
import { callIdOf } from './tool-ids.js';
import { shownParts, type ShownPart } from './shown-content.js';

type Content = string | TypedBlock[];

/** The conversation of a Messages request, in the order in which it was said. */
export class MessagePrompt {
  private readonly toolNames = new Map<string, string>();

  constructor(private readonly dropped: Dropped) {}

  read({ system, messages }: MessagesRequest): LanguageModelV4Prompt {
    const instructions = system === undefined ? [] : systemMessages(system, 'system');
    return [
      ...instructions,
      ...messages.flatMap(({ role, content }, index) => {
        const at = `messages[${index}].content`;
        if (role === 'system') return systemMessages(content, at);
        return role === 'user' ? this.shown(blocksOf(content), at) : this.said(blocksOf(content), at);
      }),
    ];
  }

  private said(blocks: TypedBlock[], at: string): LanguageModelV4Message[] {
    const turn = new SaidTurn();
    for (const [index, block] of blocks.entries())
      readSaidBlock(block, `${at}[${index}]`, turn, this.dropped);
    for (const part of turn.parts)
      if (part.type === 'tool-call') this.toolNames.set(part.toolCallId, part.toolName);
    return turn.parts.length === 0 ? [] : [{ role: 'assistant', content: turn.parts }];
  }

  /** Results of tools are messages of their own elsewhere; here they stand between what the user says. */
  private shown(blocks: TypedBlock[], at: string): LanguageModelV4Message[] {
    const messages: LanguageModelV4Message[] = [];
    for (const [index, block] of blocks.entries()) {
      const place = `${at}[${index}]`;
      const last = messages.at(-1);
      if (block.type === 'tool_result') {
        const result = this.toolResult(block, place);
        if (last?.role === 'tool') last.content.push(result);
        else messages.push({ role: 'tool', content: [result] });
        continue;
      }
      const parts = shownParts(block, place, this.dropped);
      if (last?.role === 'user') last.content.push(...parts);
      else if (parts.length > 0) messages.push({ role: 'user', content: parts });
    }
    return messages;
  }

  private toolResult(block: TypedBlock, at: string): LanguageModelV4ToolResultPart {
    const { tool_use_id, content, is_error, cache_control } = parsed(toolResultBlock, block, at);
    const toolCallId = callIdOf(tool_use_id);
    const toolName = this.toolNames.get(toolCallId);
    if (toolName === undefined)
      throw wrongField(`${at}.tool_use_id`, 'There is no tool_use block with this id before.');
    const parts = resultParts(content ?? '', `${at}.content`, this.dropped);
    return {
      type: 'tool-result',
      toolCallId,
      toolName,
      output: is_error ? this.failedOutput(parts) : outputOf(parts),
      ...blockHints(cache_control),
    };
  }

  /** Only text can be marked as a failure; pictures of one go up as they are. */
  private failedOutput(parts: ShownPart[]): LanguageModelV4ToolResultOutput {
    const value = textOf(parts);
    if (value !== undefined) return { type: 'error-text', value };
    this.dropped.add('tool_result.is_error');
    return outputOf(parts);
  }
}

function blocksOf(content: Content): TypedBlock[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/**
 * Blocks make one message together, because some models accept but one; each that ends a cacheable part ends a message.
 */
function systemMessages(content: Content, at: string): LanguageModelV4Message[] {
  const messages: LanguageModelV4Message[] = [];
  let texts: string[] = [];
  const blocks = blocksOf(content);
  for (const [index, block] of blocks.entries()) {
    const place = `${at}[${index}]`;
    if (block.type !== 'text')
      throw notTranslatable({ field: place, reason: 'instructions are text everywhere else.' });
    const { text, cache_control } = parsed(textBlock, block, place);
    texts.push(text);
    if (!cache_control && index < blocks.length - 1) continue;
    messages.push({ role: 'system', content: texts.join('\n\n'), ...blockHints(cache_control) });
    texts = [];
  }
  return messages.filter((message) => message.content.length > 0);
}

function resultParts(content: Content, at: string, dropped: Dropped): ShownPart[] {
  return blocksOf(content).flatMap((block, index) => {
    if (block.type !== 'tool_reference') return shownParts(block, `${at}[${index}]`, dropped);
    dropped.add('messages.tool_reference');
    return [];
  });
}

function outputOf(parts: ShownPart[]): LanguageModelV4ToolResultOutput {
  const text = textOf(parts);
  return text === undefined ? { type: 'content', value: parts } : { type: 'text', value: text };
}

/** Text and nothing else. */
function textOf(parts: ShownPart[]): string | undefined {
  const texts = parts.map((part) => (part.type === 'text' ? part.text : undefined));
  return texts.includes(undefined) ? undefined : texts.join('\n');
}
