import { z } from 'zod';

export const cacheControl = z.looseObject({ type: z.literal('ephemeral'), ttl: z.string().nullish() });

const textPart = z.looseObject({
  type: z.literal('text'),
  text: z.string(),
  cache_control: cacheControl.nullish(),
});
const refusalPart = z.looseObject({ type: z.literal('refusal'), refusal: z.string() });
const imagePart = z.looseObject({
  type: z.literal('image_url'),
  image_url: z.union([
    z.string(),
    z.looseObject({ url: z.string(), detail: z.enum(['low', 'high', 'auto']).nullish() }),
  ]),
  cache_control: cacheControl.nullish(),
});
const videoPart = z.looseObject({
  type: z.literal('video_url'),
  video_url: z.looseObject({ url: z.string() }),
});
const audioPart = z.looseObject({
  type: z.literal('input_audio'),
  input_audio: z.looseObject({ data: z.string(), format: z.string() }),
});
const filePart = z.looseObject({
  type: z.literal('file'),
  file: z.looseObject({
    file_data: z.string().nullish(),
    file_id: z.string().nullish(),
    filename: z.string().nullish(),
  }),
  cache_control: cacheControl.nullish(),
});

const contentPart = z.discriminatedUnion('type', [
  textPart,
  refusalPart,
  imagePart,
  videoPart,
  audioPart,
  filePart,
]);
export type ChatContentPart = z.infer<typeof contentPart>;

const content = z.union([z.string(), z.array(contentPart)]);

const toolCall = z.looseObject({
  id: z.string(),
  type: z.string().nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }).nullish(),
  extra_content: z
    .looseObject({ google: z.looseObject({ thought_signature: z.string().nullish() }).nullish() })
    .nullish(),
});
export type ChatToolCall = z.infer<typeof toolCall>;

/** A piece of thinking in OpenRouter's form: it keeps what the provider signed or encrypted. */
const reasoningDetail = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  summary: z.string().nullish(),
  data: z.string().nullish(),
  signature: z.string().nullish(),
  format: z.string().nullish(),
  id: z.string().nullish(),
});
export type ReasoningDetail = z.infer<typeof reasoningDetail>;

const said = { name: z.string().nullish(), cache_control: cacheControl.nullish() };

const instruction = z.looseObject({ role: z.enum(['system', 'developer']), content, ...said });
const userMessage = z.looseObject({ role: z.literal('user'), content, ...said });
const assistantMessage = z.looseObject({
  role: z.literal('assistant'),
  content: content.nullish(),
  refusal: z.string().nullish(),
  reasoning: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning_details: z.array(reasoningDetail).nullish(),
  tool_calls: z.array(toolCall).nullish(),
  function_call: z.looseObject({ name: z.string(), arguments: z.string() }).nullish(),
  audio: z.unknown().optional(),
  ...said,
});
const toolMessage = z.looseObject({
  role: z.literal('tool'),
  tool_call_id: z.string(),
  content,
  ...said,
});
const functionMessage = z.looseObject({
  role: z.literal('function'),
  name: z.string(),
  content: z.string().nullish(),
});

export const chatMessage = z.discriminatedUnion('role', [
  instruction,
  userMessage,
  assistantMessage,
  toolMessage,
  functionMessage,
]);
export type ChatMessage = z.infer<typeof chatMessage>;
export type ChatAssistantMessage = z.infer<typeof assistantMessage>;
