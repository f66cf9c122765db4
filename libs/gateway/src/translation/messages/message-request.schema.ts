import { z } from 'zod';
import { given } from '../neutral/given.js';

export const cacheControl = given(z.looseObject({ ttl: given(z.enum(['5m', '1h'])) }));

/** Everything with a `type`, read further by the table that knows the type. */
export const typedBlock = z.looseObject({ type: z.string() });
export type TypedBlock = z.infer<typeof typedBlock>;

const content = z.union([z.string(), z.array(typedBlock)]);

export const messagesRequest = z.looseObject({
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content })),
  system: given(content),
  max_tokens: given(z.int().nonnegative()),
  temperature: given(z.number()),
  top_p: given(z.number()),
  top_k: given(z.number()),
  stop_sequences: given(z.array(z.string())),
  tools: given(z.array(z.looseObject({ type: given(z.string()), name: given(z.string()) }))),
  tool_choice: given(
    z.looseObject({
      type: z.enum(['auto', 'any', 'tool', 'none']),
      name: given(z.string()),
      disable_parallel_tool_use: given(z.boolean()),
    }),
  ),
  thinking: given(
    z.looseObject({
      type: z.enum(['enabled', 'disabled', 'adaptive', 'between_tools']),
      budget_tokens: given(z.int().nonnegative()),
      display: given(z.string()),
    }),
  ),
  output_config: given(
    z.looseObject({
      effort: given(z.enum(['low', 'medium', 'high', 'xhigh', 'max'])),
      format: given(z.looseObject({ type: z.literal('json_schema'), schema: z.looseObject({}) })),
    }),
  ),
  metadata: given(z.looseObject({ user_id: given(z.string()) })),
  service_tier: given(z.string()),
  cache_control: cacheControl,
  container: given(z.unknown()),
  inference_geo: given(z.string()),
  mcp_servers: given(z.array(z.unknown())),
});
export type MessagesRequest = z.infer<typeof messagesRequest>;

export const customTool = z.looseObject({
  name: z.string().min(1),
  description: given(z.string()),
  input_schema: z.looseObject({}),
  strict: given(z.boolean()),
  input_examples: given(z.array(z.looseObject({}))),
  cache_control: cacheControl,
});

export const webSearchTool = z.looseObject({
  max_uses: given(z.int().positive()),
  allowed_domains: given(z.array(z.string())),
  blocked_domains: given(z.array(z.string())),
  user_location: given(
    z.looseObject({
      country: given(z.string()),
      region: given(z.string()),
      city: given(z.string()),
      timezone: given(z.string()),
    }),
  ),
});
