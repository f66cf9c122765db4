import { z } from 'zod';
import { chatBody } from '../chat/chat.schema.js';

const { stream, stream_options, max_tokens, n, seed, stop } = chatBody.shape;
const text = z.string();

/** What the simulator reads of a legacy completion request. */
export const completionsBody = z.looseObject({
  model: text.min(1),
  prompt: z.union([text, z.array(text).min(1)]),
  stream,
  stream_options,
  max_tokens,
  n,
  seed,
  stop,
});

export type CompletionsBody = z.infer<typeof completionsBody>;
