import { z } from 'zod';

const text = z.string();

const cacheControl = z.looseObject({ ttl: text.nullish() }).nullish();
const block = z.looseObject({
  type: text,
  text: text.nullish(),
  thinking: text.nullish(),
  name: text.nullish(),
  input: z.unknown().optional(),
  content: z.unknown().optional(),
  cache_control: cacheControl,
});
const message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: z.union([text, z.array(block)]),
});
const tool = z.looseObject({ name: text, input_schema: z.unknown().optional(), cache_control: cacheControl });

/** What count_tokens takes: a message request without its limit. */
export const countBody = z.looseObject({
  model: text.min(1),
  messages: z.array(message).min(1),
  system: z.union([text, z.array(block)]).nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: z
    .looseObject({ type: text, name: text.nullish(), disable_parallel_tool_use: z.boolean().nullish() })
    .nullish(),
  thinking: z.looseObject({ type: text, budget_tokens: z.number().int().nullish() }).nullish(),
  output_config: z
    .looseObject({
      effort: text.nullish(),
      format: z.looseObject({ type: text, schema: z.unknown().optional() }).nullish(),
    })
    .nullish(),
  cache_control: cacheControl,
  stop_sequences: z.array(text).nullish(),
  stream: z.boolean().nullish(),
});

/** What the simulator reads of a message request; everything else passes unread. */
export const messagesBody = countBody.extend({ max_tokens: z.number().int().min(0) });

export type CountBody = z.infer<typeof countBody>;
export type MessagesBody = z.infer<typeof messagesBody>;
export type Block = z.infer<typeof block>;
export type CacheControl = z.infer<typeof cacheControl>;
