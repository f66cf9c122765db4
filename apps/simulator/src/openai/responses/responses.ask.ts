import { type Ask, given, reasoningFor, type ToolChoice } from '../../model/ask.js';
import { attachmentPart, type PromptPart, textPart, toolPart } from '../../model/prompt.js';
import type { InputItem, ResponsesBody } from './responses.schema.js';

type Content = InputItem['content'];

export function toAsk(body: ResponsesBody): Ask {
  const items = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input;
  return {
    prompt: [
      ...(body.tools ?? []).map((tool) => toolPart(tool)),
      ...partsOf(body.instructions),
      ...items.flatMap(itemParts),
    ],
    question: questionOf(items),
    answersTool: items.at(-1)?.type === 'function_call_output',
    seed: undefined,
    tools: toolsOf(body),
    toolChoice: toolChoiceOf(body.tool_choice),
    parallelTools: body.parallel_tool_calls !== false,
    jsonSchema: jsonSchemaOf(body),
    maxOutput: given(body.max_output_tokens),
    stop: [],
    reasoning: reasoningFor(body.reasoning?.effort),
    choices: 1,
    caching: 'automatic',
  };
}

function itemParts(item: InputItem): PromptPart[] {
  const { content, name, arguments: input, output } = item;
  const args = typeof input === 'object' && input !== null ? JSON.stringify(input) : input;
  return [content, name, args, output].flatMap(partsOf);
}

function partsOf(content: Content): PromptPart[] {
  if (typeof content === 'string') return [textPart(content)];
  return (content ?? []).map((part) =>
    typeof part.text === 'string' ? textPart(part.text) : attachmentPart(part),
  );
}

function questionOf(items: readonly InputItem[]): string {
  const content = items.findLast((item) => item.role === 'user')?.content;
  if (typeof content === 'string') return content;
  return content?.find((part) => typeof part.text === 'string')?.text ?? '';
}

function toolsOf(body: ResponsesBody): Ask['tools'] {
  return (body.tools ?? []).flatMap(({ type, name, parameters }) =>
    type === 'function' && name ? [{ name, parameters }] : [],
  );
}

function toolChoiceOf(choice: ResponsesBody['tool_choice']): ToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  if (typeof choice === 'object' && choice?.name) return { name: choice.name };
  return 'auto';
}

function jsonSchemaOf({ text }: ResponsesBody): unknown {
  if (text?.format?.type === 'json_schema') return text.format.schema ?? { type: 'object' };
  if (text?.format?.type === 'json_object')
    return { type: 'object', properties: { answer: { type: 'string' } } };
  return undefined;
}
