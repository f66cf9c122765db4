import { type Ask, given, reasoningFor, type Tool, type ToolChoice } from '../../model/ask.js';
import { attachmentPart, type PromptPart, textPart, toolPart } from '../../model/prompt.js';
import type { ChatBody, ChatMessage } from './chat.schema.js';

export function toAsk(body: ChatBody): Ask {
  const last = body.messages.at(-1);
  return {
    prompt: [...(body.tools ?? []).map((tool) => toolPart(tool)), ...body.messages.flatMap(partsOf)],
    question: questionOf(body.messages),
    answersTool: last?.role === 'tool' || last?.role === 'function',
    seed: given(body.seed),
    tools: toolsOf(body),
    toolChoice: toolChoiceOf(body.tool_choice),
    parallelTools: body.parallel_tool_calls !== false,
    jsonSchema: jsonSchemaOf(body.response_format),
    maxOutput: given(body.max_completion_tokens) ?? given(body.max_tokens),
    stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []),
    reasoning: reasoningFor(body.reasoning_effort ?? body.reasoning?.effort),
    choices: body.n ?? 1,
    caching: 'automatic',
  };
}

function partsOf(message: ChatMessage): PromptPart[] {
  const { content } = message;
  const texts = typeof content === 'string' ? [textPart(content)] : (content ?? []).map(partOf);
  const calls = (message.tool_calls ?? []).flatMap(({ function: call }) =>
    call ? [textPart(call.name), textPart(call.arguments)] : [],
  );
  return [...texts, ...calls];
}

function partOf(part: { type: string; text?: string | undefined }): PromptPart {
  return part.text === undefined ? attachmentPart(part) : textPart(part.text);
}

function questionOf(messages: readonly ChatMessage[]): string {
  const content = messages.findLast((message) => message.role === 'user')?.content;
  if (typeof content === 'string') return content;
  return content?.find((part) => part.text !== undefined)?.text ?? '';
}

function toolsOf(body: ChatBody): Tool[] {
  return (body.tools ?? []).flatMap(({ function: tool }) =>
    tool ? [{ name: tool.name, parameters: tool.parameters }] : [],
  );
}

function toolChoiceOf(choice: ChatBody['tool_choice']): ToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  if (typeof choice === 'object' && choice?.function) return { name: choice.function.name };
  return 'auto';
}

/** Plain JSON mode knows no schema, so an object with one field will do. */
function jsonSchemaOf(format: ChatBody['response_format']): unknown {
  if (format?.type === 'json_schema') return format.json_schema?.schema ?? { type: 'object' };
  if (format?.type === 'json_object') return { type: 'object', properties: { answer: { type: 'string' } } };
  return undefined;
}
