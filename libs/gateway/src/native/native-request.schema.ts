import { z } from 'zod';

const text = z.string();
const whole = z.int().min(0);
const texts = z.array(text);

const generationConfig = z.looseObject({
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  top_k: whole.optional(),
  max_output_tokens: whole.min(1).optional(),
  stop_sequences: texts.optional(),
});

const message = z.looseObject({ role: text.min(1), content: z.union([text, z.array(z.looseObject({}))]) });

/** Gemini's form of a message. */
const content = z.looseObject({
  role: text.optional(),
  parts: z.array(z.looseObject({ text: text.optional() })).min(1),
});

/** What the native API takes, its names in lower case and without nulls. Unknown fields go on to the model's provider. */
export const nativeRequest = z.looseObject({
  model: text.min(1),
  messages: z.array(message).min(1).optional(),
  contents: z.array(content).min(1).optional(),
  system: text.optional(),
  max_tokens: whole.min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: whole.optional(),
  stop_sequences: texts.optional(),
  frequency_penalty: z.number().optional(),
  presence_penalty: z.number().optional(),
  seed: z.int().optional(),
  user: text.optional(),
  logprobs: z.boolean().optional(),
  top_logprobs: whole.optional(),
  tools: z.array(z.looseObject({})).optional(),
  tool_choice: z.union([text, z.looseObject({})]).optional(),
  response_format: z.looseObject({ type: text }).optional(),
  generation_config: generationConfig.optional(),
});
export type NativeRequest = z.output<typeof nativeRequest>;
