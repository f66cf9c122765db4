import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FilePart,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4TextPart,
  LanguageModelV4ToolResultOutput,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider';
import type { Dialect } from './dialect.js';

/**
 * Bedrock takes calls of tools and their results only beside tools that may be called, and has no word for "none". Where
 * the model is to call nothing, it is told what was called before: it knows the results, and cannot call.
 */
export function withToldCalls(options: LanguageModelV4CallOptions, dialect: Dialect): LanguageModelV4Prompt {
  const { prompt, tools = [], toolChoice } = options;
  if (dialect !== 'bedrock' || (tools.length > 0 && toolChoice?.type !== 'none')) return prompt;
  const calls = new ToldCalls();
  return prompt.flatMap((message) => calls.told(message));
}

type Message<Role extends LanguageModelV4Message['role']> = Extract<LanguageModelV4Message, { role: Role }>;
type ShownPart = LanguageModelV4TextPart | LanguageModelV4FilePart;

class ToldCalls {
  private readonly inputs = new Map<string, unknown>();

  told(message: LanguageModelV4Message): LanguageModelV4Message[] {
    if (message.role === 'assistant') return this.withoutCalls(message);
    return message.role === 'tool' ? [this.asUser(message)] : [message];
  }

  /** The thoughts that led to a call go with it: they may not end what an assistant says. */
  private withoutCalls(message: Message<'assistant'>): LanguageModelV4Message[] {
    const calls = message.content.filter((part) => part.type === 'tool-call');
    if (calls.length === 0) return [message];
    for (const { toolCallId, input } of calls) this.inputs.set(toolCallId, input);
    const content = message.content.filter(({ type }) => type !== 'tool-call' && type !== 'reasoning');
    return content.length > 0 ? [{ ...message, content }] : [];
  }

  /** Not of the assistant, who would learn to write calls as text. */
  private asUser({ content, ...message }: Message<'tool'>): Message<'user'> {
    const parts = content.flatMap((part) => (part.type === 'tool-result' ? this.result(part) : []));
    return { ...message, role: 'user', content: parts };
  }

  private result(result: LanguageModelV4ToolResultPart): ShownPart[] {
    const { toolCallId, toolName, output, providerOptions } = result;
    const ended = output.type.startsWith('error') ? 'failed' : 'answered';
    const called = `The tool ${toolName} was called with ${inputText(this.inputs.get(toolCallId))} and ${ended}:`;
    const parts: ShownPart[] = [{ type: 'text', text: called }, ...shown(output)];
    const last = parts.at(-1);
    if (!providerOptions || !last) return parts;
    // What is cacheable ends with the result.
    return [...parts.slice(0, -1), { ...last, providerOptions }];
  }
}

function inputText(input: unknown): string {
  if (typeof input === 'string') return input.trim() || '{}';
  return JSON.stringify(input ?? {});
}

function shown(output: LanguageModelV4ToolResultOutput): ShownPart[] {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return output.value === '' ? [] : [{ type: 'text', text: output.value }];
    case 'json':
    case 'error-json':
      return [{ type: 'text', text: JSON.stringify(output.value) }];
    case 'content':
      return output.value.flatMap((part) => (part.type === 'custom' ? [] : [part]));
    case 'execution-denied':
      return [{ type: 'text', text: output.reason ?? 'It was not allowed.' }];
  }
}
