import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Dialect } from './dialect.js';

interface Part {
  readonly type: string;
  readonly text?: string;
}

/** These refuse texts of nothing but spaces, too. */
const wordy: ReadonlySet<Dialect> = new Set(['anthropic', 'bedrock']);

/**
 * The conversation without texts that say nothing, which OpenAI takes and others refuse. Where nothing was said at all, that
 * stays: there is no call without a message.
 */
export function spokenPrompt(prompt: LanguageModelV4Prompt, dialect: Dialect): LanguageModelV4Prompt {
  const says = (text: string) => (wordy.has(dialect) ? text.trim() : text) !== '';
  const spoken = prompt.flatMap((message) => spokenMessage(message, says));
  if (spoken.some(({ role }) => role !== 'system')) return spoken;
  return [...spoken, ...prompt.filter(({ role }) => role !== 'system').slice(-1)];
}

function spokenMessage(
  message: LanguageModelV4Message,
  says: (text: string) => boolean,
): LanguageModelV4Message[] {
  if (message.role === 'system') return says(message.content) ? [message] : [];
  const spoken = <One extends Part>(parts: readonly One[]) =>
    parts.filter(({ type, text = '' }) => type !== 'text' || says(text));
  if (message.role === 'tool') {
    const content = message.content.map((part) =>
      part.type === 'tool-result' && part.output.type === 'content'
        ? { ...part, output: { ...part.output, value: spoken(part.output.value) } }
        : part,
    );
    return [{ ...message, content }];
  }
  const content = spoken<Part>(message.content);
  return content.length > 0 ? [{ ...message, content } as LanguageModelV4Message] : [];
}
