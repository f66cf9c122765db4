import { z } from 'zod';

const text = z.string();

const part = z.looseObject({ type: text.optional(), text: text.nullish() });

/** Messages may come without a type; calls, their results and reasoning are items of their own. */
const inputItem = z.looseObject({
  type: text.nullish(),
  role: text.nullish(),
  content: z.union([text, z.array(part)]).nullish(),
  name: text.nullish(),
  /** Text of a function's call, an object of a built-in tool's. */
  arguments: z.union([text, z.looseObject({})]).nullish(),
  output: z.union([text, z.array(part)]).nullish(),
});
const tool = z.looseObject({ type: text, name: text.nullish(), parameters: z.unknown().optional() });

/** What the simulator reads of a Responses request; everything else passes unread or is echoed. */
export const responsesBody = z.looseObject({
  model: text.min(1),
  input: z.union([text, z.array(inputItem)]),
  instructions: text.nullish(),
  stream: z.boolean().nullish(),
  max_output_tokens: z.number().int().min(0).nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: z.union([text, z.looseObject({ type: text, name: text.nullish() })]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z
    .looseObject({ format: z.looseObject({ type: text, schema: z.unknown().optional() }).nullish() })
    .nullish(),
  reasoning: z.looseObject({ effort: text.nullish(), summary: text.nullish() }).nullish(),
  include: z.array(text).nullish(),
});

export type ResponsesBody = z.infer<typeof responsesBody>;
export type InputItem = z.infer<typeof inputItem>;
