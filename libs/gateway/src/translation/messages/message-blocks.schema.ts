import { z } from 'zod';
import { given } from '../neutral/given.js';
import { cacheControl, typedBlock } from './message-request.schema.js';

export const textBlock = z.looseObject({ text: z.string(), cache_control: cacheControl });

const url = z.looseObject({ type: z.literal('url'), url: z.url() });
const base64 = z.looseObject({ type: z.literal('base64'), media_type: z.string(), data: z.string() });
const stored = z.looseObject({ type: z.literal('file'), file_id: z.string() });
const plain = z.looseObject({ type: z.literal('text'), data: z.string() });
const blocks = z.looseObject({
  type: z.literal('content'),
  content: z.union([z.string(), z.array(typedBlock)]),
});

export const imageBlock = z.looseObject({
  source: z.discriminatedUnion('type', [base64, url, stored]),
  cache_control: cacheControl,
});

export const documentBlock = z.looseObject({
  source: z.discriminatedUnion('type', [base64, url, stored, plain, blocks]),
  title: given(z.string()),
  context: given(z.string()),
  citations: given(z.looseObject({ enabled: given(z.boolean()) })),
  cache_control: cacheControl,
});
export type DocumentBlock = z.infer<typeof documentBlock>;

export const searchResultBlock = z.looseObject({
  source: z.string(),
  title: z.string(),
  content: z.array(z.looseObject({ text: z.string() })),
  citations: given(z.looseObject({ enabled: given(z.boolean()) })),
  cache_control: cacheControl,
});

export const toolUseBlock = z.looseObject({
  id: z.string().min(1),
  name: z.string().min(1),
  input: z.looseObject({}),
  cache_control: cacheControl,
});

export const toolResultBlock = z.looseObject({
  tool_use_id: z.string().min(1),
  content: given(z.union([z.string(), z.array(typedBlock)])),
  is_error: given(z.boolean()),
  cache_control: cacheControl,
});

export const thinkingBlock = z.looseObject({ thinking: z.string(), signature: given(z.string()) });
export const redactedBlock = z.looseObject({ data: z.string() });
export const compactionBlock = z.looseObject({ content: given(z.string()), cache_control: cacheControl });
