import { type Ask, reasoningFor, type ToolChoice } from '../model/ask.js';
import { attachmentPart, type CacheLife, type PromptPart, textPart, toolPart } from '../model/prompt.js';
import type { Block, CacheControl, CountBody, MessagesBody } from './messages.schema.js';

export function toAsk(body: MessagesBody): Ask {
  const last = body.messages.at(-1)?.content;
  return {
    prompt: promptOf(body),
    question: questionOf(body),
    answersTool: Array.isArray(last) && last.some((block) => block.type === 'tool_result'),
    seed: undefined,
    tools: (body.tools ?? []).map(({ name, input_schema }) => ({ name, parameters: input_schema })),
    toolChoice: toolChoiceOf(body.tool_choice),
    parallelTools: body.tool_choice?.disable_parallel_tool_use !== true,
    jsonSchema:
      body.output_config?.format?.type === 'json_schema' ? body.output_config.format.schema : undefined,
    maxOutput: body.max_tokens,
    stop: body.stop_sequences ?? [],
    reasoning: thoughtFor(body),
    choices: 1,
    caching: 'marked',
  };
}

/** Tools, system and messages, in the order in which Anthropic caches them. */
export function promptOf(body: CountBody): PromptPart[] {
  const parts = [
    ...(body.tools ?? []).map(({ cache_control, ...tool }) => toolPart(tool, lifeOf(cache_control))),
    ...contentParts(body.system ?? []),
    ...body.messages.flatMap((message) => contentParts(message.content)),
  ];
  const last = parts.at(-1);
  const wholeLife = lifeOf(body.cache_control);
  return last && wholeLife ? [...parts.slice(0, -1), { ...last, cacheFor: wholeLife }] : parts;
}

function contentParts(content: string | readonly Block[]): PromptPart[] {
  return typeof content === 'string' ? [textPart(content)] : content.map(blockPart);
}

function blockPart(block: Block): PromptPart {
  const life = lifeOf(block.cache_control);
  if (block.type === 'tool_use') return textPart(`${block.name ?? ''} ${JSON.stringify(block.input)}`, life);
  if (block.type === 'tool_result') return textPart(resultText(block.content), life);
  const text = block.text ?? block.thinking;
  return typeof text === 'string' ? textPart(text, life) : attachmentPart(block, life);
}

function resultText(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}

function lifeOf(control: CacheControl): CacheLife | undefined {
  if (!control) return undefined;
  return control.ttl === '1h' ? '1h' : '5m';
}

function questionOf(body: MessagesBody): string {
  const content = body.messages.findLast((message) => message.role === 'user')?.content;
  if (typeof content === 'string') return content;
  return content?.find((block) => typeof block.text === 'string')?.text ?? '';
}

function toolChoiceOf(choice: CountBody['tool_choice']): ToolChoice {
  if (choice?.type === 'any') return 'required';
  if (choice?.type === 'none') return 'none';
  if (choice?.type === 'tool' && choice.name) return { name: choice.name };
  return 'auto';
}

/** Thinking uses what the effort asks for, else a medium amount, and never more than its budget. */
function thoughtFor({ thinking, output_config }: MessagesBody): number {
  if (!thinking || thinking.type === 'disabled') return 0;
  return Math.min(reasoningFor(output_config?.effort ?? 'medium'), thinking.budget_tokens ?? Infinity);
}
