import { z } from 'zod';
import { given } from '../neutral/given.js';
import { typedPart } from './response-request.schema.js';

const content = z.union([z.string(), z.array(typedPart)]);

export const messageItem = z.looseObject({
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content,
});

export const textPart = z.looseObject({ text: z.string() });
export const refusalPart = z.looseObject({ refusal: z.string() });

export const imagePart = z.looseObject({
  image_url: given(z.string()),
  file_id: given(z.string()),
  detail: given(z.enum(['low', 'high', 'auto'])).catch('high'),
});

export const filePart = z.looseObject({
  file_data: given(z.string()),
  file_url: given(z.url()),
  file_id: given(z.string()),
  filename: given(z.string()),
});

export const audioPart = z.looseObject({
  input_audio: z.looseObject({ data: z.string(), format: z.string() }),
});

export const videoPart = z.looseObject({ video_url: z.string() });

const callItem = z.looseObject({ call_id: z.string().min(1), name: z.string().min(1) });
export const functionCallItem = callItem.extend({ arguments: z.string() });
export const customCallItem = callItem.extend({ input: z.string() });
export const callOutputItem = z.looseObject({ call_id: z.string().min(1), output: content });

export const reasoningItem = z.looseObject({
  id: given(z.string()),
  summary: given(z.array(textPart)),
  content: given(z.array(textPart)),
  encrypted_content: given(z.string()),
});

export const functionTool = z.looseObject({
  name: z.string().min(1),
  description: given(z.string()),
  parameters: given(z.looseObject({})),
  strict: given(z.boolean()),
});

export const customTool = z.looseObject({
  name: z.string().min(1),
  description: given(z.string()),
  format: given(
    z.looseObject({ type: z.string(), syntax: given(z.string()), definition: given(z.string()) }),
  ),
});

export const webSearchTool = z.looseObject({
  search_context_size: given(z.enum(['low', 'medium', 'high'])),
  filters: given(
    z.looseObject({
      allowed_domains: given(z.array(z.string())),
      blocked_domains: given(z.array(z.string())),
    }),
  ),
  user_location: given(
    z.looseObject({
      country: given(z.string()),
      region: given(z.string()),
      city: given(z.string()),
      timezone: given(z.string()),
    }),
  ),
});

export const namedChoice = z.looseObject({ name: z.string().min(1) });
export const allowedTools = z.looseObject({
  mode: given(z.enum(['auto', 'required', 'none'])),
  tools: z.array(z.looseObject({ type: z.string(), name: given(z.string()) })).min(1),
});
