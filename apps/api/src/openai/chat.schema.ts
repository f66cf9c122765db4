import { z } from 'zod';

/** What every call has; the rest passes on to the provider as it is. */
export const chatRequest = z
  .looseObject({
    model: z.string().min(1).nullish(),
    models: z.array(z.string().min(1)).max(8).nullish(),
    messages: z.array(z.looseObject({ role: z.string() })).min(1),
    stream: z.boolean().nullish(),
  })
  .meta({
    id: 'ChatCompletionRequest',
    example: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Say hello' }] },
  });
