import { z } from 'zod';
import { given } from '../neutral/given.js';

export const typedPart = z.looseObject({ type: z.string() });
export type TypedPart = z.infer<typeof typedPart>;

/** Everything in `input`; messages may come without a type. */
const inputItem = z.looseObject({ type: given(z.string()), role: given(z.string()) });
export type InputItem = z.infer<typeof inputItem>;

export const responsesRequest = z.looseObject({
  input: given(z.union([z.string(), z.array(inputItem)])),
  instructions: given(z.string()),
  tools: given(z.array(typedPart)),
  tool_choice: given(z.union([z.enum(['none', 'auto', 'required']), typedPart])),
  parallel_tool_calls: given(z.boolean()),
  text: given(
    z.looseObject({ format: given(typedPart), verbosity: given(z.enum(['low', 'medium', 'high'])) }),
  ),
  reasoning: given(
    z.looseObject({
      effort: given(z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])),
      summary: given(z.string()),
    }),
  ),
  max_output_tokens: given(z.int().positive()),
  max_tool_calls: given(z.int().positive()),
  temperature: given(z.number()),
  top_p: given(z.number()),
  presence_penalty: given(z.number()),
  frequency_penalty: given(z.number()),
  top_logprobs: given(z.int().min(0).max(20)),
  include: given(z.array(z.string())),
  truncation: given(z.enum(['auto', 'disabled'])),
  service_tier: given(z.string()),
  prompt_cache_key: given(z.string()),
  safety_identifier: given(z.string()),
  user: given(z.string()),
  prompt: given(z.unknown()),
});
export type ResponsesRequest = z.infer<typeof responsesRequest>;

export const jsonSchemaFormat = z.looseObject({
  name: given(z.string()),
  description: given(z.string()),
  schema: z.looseObject({}),
  strict: given(z.boolean()),
});
