import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Dialect } from './dialect.js';
import { planApart } from './tool-plans.js';

/** The conversation as a sequence of messages that the provider, and its package, take. */
export function inRoleOrder(prompt: LanguageModelV4Prompt, dialect: Dialect): LanguageModelV4Prompt {
  if (apart.has(dialect)) return instructionsFirst(prompt);
  if (dialect === 'cohere') return prompt.flatMap(planApart);
  return dialect === 'mistral' ? prompt.flatMap(takenNote) : prompt;
}

/** These keep instructions apart from the conversation, and take none in the middle of it. */
const apart: ReadonlySet<Dialect> = new Set(['anthropic', 'google', 'bedrock']);

function instructionsFirst(prompt: LanguageModelV4Prompt): LanguageModelV4Prompt {
  const instructions = prompt.filter(({ role }) => role === 'system');
  return [...instructions, ...prompt.filter(({ role }) => role !== 'system')];
}

/** Mistral refuses what a user says right after a tool: the assistant takes note in between. */
function takenNote(
  message: LanguageModelV4Message,
  index: number,
  prompt: LanguageModelV4Prompt,
): LanguageModelV4Message[] {
  if (message.role !== 'user' || prompt[index - 1]?.role !== 'tool') return [message];
  return [{ role: 'assistant', content: [{ type: 'text', text: 'I have the results.' }] }, message];
}
