import { z } from 'zod';

const text = z.string();
const whole = z.number().int().min(0);

const part = z.looseObject({ type: text, text: text.optional() });
const toolCall = z.looseObject({
  function: z.looseObject({ name: text, arguments: text }).nullish(),
});
const message = z.looseObject({
  role: z.enum(['developer', 'system', 'user', 'assistant', 'tool', 'function']),
  content: z.union([text, z.array(part)]).nullish(),
  tool_calls: z.array(toolCall).nullish(),
});
const functionTool = z.looseObject({
  type: text,
  function: z.looseObject({ name: text, parameters: z.unknown().optional() }).nullish(),
});
const responseFormat = z.looseObject({
  type: text,
  json_schema: z.looseObject({ schema: z.unknown().optional() }).nullish(),
});

/** What the simulator reads of a chat completion request; everything else passes unread. */
export const chatBody = z.looseObject({
  model: text.min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: whole.nullish(),
  max_completion_tokens: whole.nullish(),
  n: z.number().int().min(1).max(16).nullish(),
  seed: z.number().nullish(),
  stop: z.union([text, z.array(text)]).nullish(),
  tools: z.array(functionTool).nullish(),
  tool_choice: z
    .union([text, z.looseObject({ function: z.looseObject({ name: text }).nullish() })])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormat.nullish(),
  reasoning_effort: text.nullish(),
  reasoning: z.looseObject({ effort: text.nullish() }).nullish(),
});

export type ChatBody = z.infer<typeof chatBody>;
export type ChatMessage = ChatBody['messages'][number];
