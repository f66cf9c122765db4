import { z } from 'zod';
import { cacheControl, chatMessage } from './chat-message.schema.js';

const effort = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

const functionTool = z.looseObject({
  type: z.string().nullish(),
  function: z
    .looseObject({
      name: z.string(),
      description: z.string().nullish(),
      parameters: z.record(z.string(), z.unknown()).nullish(),
      strict: z.boolean().nullish(),
    })
    .nullish(),
  cache_control: cacheControl.nullish(),
});
export type ChatTool = z.infer<typeof functionTool>;

const namedFunction = z.looseObject({
  type: z.string(),
  function: z.looseObject({ name: z.string() }).nullish(),
});

const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.looseObject({
    type: z.string(),
    function: z.looseObject({ name: z.string() }).nullish(),
    allowed_tools: z
      .looseObject({ mode: z.enum(['auto', 'required']), tools: z.array(namedFunction) })
      .nullish(),
  }),
]);
export type ChatToolChoice = z.infer<typeof toolChoice>;

const responseFormat = z.looseObject({
  type: z.string(),
  json_schema: z
    .looseObject({
      name: z.string().nullish(),
      description: z.string().nullish(),
      schema: z.record(z.string(), z.unknown()).nullish(),
      strict: z.boolean().nullish(),
    })
    .nullish(),
});

const webSearchOptions = z.looseObject({
  search_context_size: z.enum(['low', 'medium', 'high']).nullish(),
  user_location: z
    .looseObject({
      approximate: z
        .looseObject({
          country: z.string().nullish(),
          region: z.string().nullish(),
          city: z.string().nullish(),
          timezone: z.string().nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type WebSearchOptions = z.infer<typeof webSearchOptions>;

const samplingFields = {
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.int().nullish(),
  presence_penalty: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  n: z.int().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  logit_bias: z.record(z.string(), z.number()).nullish(),
};

const thinkingFields = {
  reasoning_effort: effort.nullish(),
  reasoning: z
    .looseObject({
      effort: effort.nullish(),
      max_tokens: z.int().min(0).nullish(),
      exclude: z.boolean().nullish(),
      enabled: z.boolean().nullish(),
    })
    .nullish(),
  include_reasoning: z.boolean().nullish(),
};

/** What OpenAI's chat API takes and OpenRouter adds, as far as any of it can be said to another provider. */
export const chatRequest = z.looseObject({
  messages: z.array(chatMessage).min(1),
  ...samplingFields,
  ...thinkingFields,
  tools: z.array(functionTool).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  functions: z.unknown().optional(),
  function_call: z.unknown().optional(),
  response_format: responseFormat.nullish(),
  web_search_options: webSearchOptions.nullish(),
  modalities: z.array(z.string()).nullish(),
  audio: z.unknown().optional(),
  prediction: z.looseObject({ type: z.string() }).nullish(),
  verbosity: z.enum(['low', 'medium', 'high']).nullish(),
  service_tier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  user: z.string().nullish(),
  cache_control: cacheControl.nullish(),
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** Fields that are not read here, because they are for the gateway itself. */
export const gatewayFields = ['model', 'models', 'stream', 'stream_options', 'usage'] as const;
