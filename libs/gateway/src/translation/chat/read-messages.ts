import type {
  LanguageModelV4Message,
  LanguageModelV4ToolCallPart,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider';
import { hinting, type CacheHint } from '../neutral/hints.js';
import { notTranslatable } from '../translation.errors.js';
import { isGiven } from './is-given.js';
import type {
  ChatAssistantMessage,
  ChatContentPart,
  ChatMessage,
  ChatToolCall,
} from './chat-message.schema.js';
import { cacheOf, readContent } from './read-content.js';
import { readThoughts, sealOfCall } from './read-reasoning.js';

type Message<Role extends LanguageModelV4Message['role']> = Extract<LanguageModelV4Message, { role: Role }>;
type Said<Role extends ChatMessage['role']> = Extract<ChatMessage, { role: Role }>;

/** Reads a conversation; results of tools are named after the calls that they answer. */
export function readMessages(messages: readonly ChatMessage[]): LanguageModelV4Message[] {
  const reader = new MessageReader();
  return messages.flatMap((message, index) => reader.read(message, `messages.${index}`));
}

class MessageReader {
  private readonly toolNames = new Map<string, string>();
  private lastFunction = { id: 'call_function_0', count: 0 };

  read(message: ChatMessage, field: string): LanguageModelV4Message[] {
    switch (message.role) {
      case 'system':
      case 'developer':
        return readInstruction(message, field);
      case 'user':
        return [this.user(message, field)];
      case 'assistant':
        return this.assistant(message, field);
      case 'tool':
        return [this.toolResult(message, field)];
      case 'function':
        return [this.functionResult(message)];
    }
  }

  private user(message: Said<'user'>, field: string): Message<'user'> {
    const content = readContent(message.content, `${field}.content`);
    return { role: 'user', content, ...saidOf(message) };
  }

  private assistant(message: ChatAssistantMessage, field: string): Message<'assistant'>[] {
    if (isGiven(message.audio))
      throw notTranslatable({ field: `${field}.audio`, reason: 'it knows no earlier spoken answers.' });
    const calls = (message.tool_calls ?? []).map((call, index) =>
      this.toolCall(message, call, `${field}.tool_calls.${index}`),
    );
    const content = [
      ...readThoughts(message),
      ...(message.content ? readContent(message.content, `${field}.content`) : []),
      ...(message.refusal ? [{ type: 'text', text: message.refusal } as const] : []),
      ...calls,
      ...this.functionCall(message),
    ];
    const spoken = content.filter((part) => part.type !== 'text' || part.text !== '');
    return spoken.length > 0 ? [{ role: 'assistant', content: spoken, ...saidOf(message) }] : [];
  }

  private toolCall(
    message: ChatAssistantMessage,
    { id, function: called, extra_content }: ChatToolCall,
    field: string,
  ): LanguageModelV4ToolCallPart {
    if (!called) throw notTranslatable({ field, reason: 'it has only tools that are functions.' });
    this.toolNames.set(id, called.name);
    const signature = extra_content?.google?.thought_signature;
    const seal = signature ? ({ by: 'google', signature } as const) : sealOfCall(message, id);
    return {
      type: 'tool-call',
      toolCallId: id,
      toolName: called.name,
      input: called.arguments,
      ...hinting({ seal }),
    };
  }

  /** The form before there were tool calls: it has no ids. */
  private functionCall({ function_call: called }: ChatAssistantMessage): LanguageModelV4ToolCallPart[] {
    if (!called) return [];
    const count = this.lastFunction.count + 1;
    this.lastFunction = { id: `call_function_${count}`, count };
    return [
      { type: 'tool-call', toolCallId: this.lastFunction.id, toolName: called.name, input: called.arguments },
    ];
  }

  private toolResult(message: Said<'tool'>, field: string): Message<'tool'> {
    const toolName = this.toolNames.get(message.tool_call_id) ?? message.name ?? 'unknown';
    const output = outputOf(message.content, `${field}.content`);
    return toolMessage(
      { toolCallId: message.tool_call_id, toolName, output },
      hinting({ cache: cacheOfResult(message) }),
    );
  }

  private functionResult({ name, content }: Said<'function'>): Message<'tool'> {
    const output = { type: 'text', value: content ?? '' } as const;
    return toolMessage({ toolCallId: this.lastFunction.id, toolName: name, output }, {});
  }
}

function toolMessage(
  result: Omit<LanguageModelV4ToolResultPart, 'type'>,
  options: ReturnType<typeof hinting>,
): Message<'tool'> {
  return { role: 'tool', content: [{ type: 'tool-result', ...result, ...options }] };
}

/** Of the message, or of one of its texts: they go up as one. */
function cacheOfResult({ cache_control, content }: Said<'tool'>): CacheHint | undefined {
  const parts = typeof content === 'string' ? [] : content;
  const marked = parts.findLast((part) => part.type === 'text' && part.cache_control);
  return cacheOf(cache_control ?? (marked?.type === 'text' ? marked.cache_control : undefined));
}

function outputOf(
  content: string | readonly ChatContentPart[],
  field: string,
): LanguageModelV4ToolResultPart['output'] {
  if (typeof content === 'string') return { type: 'text', value: content };
  const parts = readContent(content, field);
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  if (texts.length === parts.length) return { type: 'text', value: texts.join('') };
  return { type: 'content', value: parts };
}

/** Each text of its own, so that what is marked as worth caching stays marked. */
function readInstruction(message: Said<'system' | 'developer'>, field: string): Message<'system'>[] {
  const parts = readContent(message.content, `${field}.content`).filter(
    (part) => part.type !== 'text' || part.text !== '',
  );
  const last = parts.length - 1;
  return parts.map((part, index) => {
    if (part.type !== 'text')
      throw notTranslatable({ field: `${field}.content.${index}`, reason: 'instructions are text.' });
    const providerOptions =
      part.providerOptions ?? (index === last ? saidOf(message).providerOptions : undefined);
    const instruction = { role: 'system', content: part.text } as const;
    return providerOptions ? Object.assign(instruction, { providerOptions }) : instruction;
  });
}

type Speaking = Pick<Said<'user'>, 'name' | 'cache_control'>;

function saidOf(message: Speaking): ReturnType<typeof hinting> {
  return hinting({ cache: cacheOf(message.cache_control), speaker: message.name ?? undefined });
}
