import { z } from 'zod';

const items = z.array(z.looseObject({})).meta({ id: 'ResponseItems' });
const input = z.union([z.string(), items]).nullish();
const conversation = z.union([z.string(), z.looseObject({ id: z.string().min(1) })]).nullish();

/** What is minded here; the rest passes on to the provider as it is. */
export const responseRequest = z
  .looseObject({
    model: z.string().min(1),
    input,
    stream: z.boolean().nullish(),
    store: z.boolean().nullish(),
    background: z.boolean().nullish(),
    generate: z.boolean().nullish(),
    previous_response_id: z.string().min(1).nullish(),
    conversation,
  })
  .meta({
    id: 'ResponseRequest',
    example: { model: 'gpt-5.4', input: 'Write a one sentence release note.' },
  });

export const inputTokensRequest = z
  .looseObject({
    model: z.string().min(1).nullish(),
    input,
    previous_response_id: z.string().min(1).nullish(),
    conversation,
  })
  .meta({
    id: 'InputTokensRequest',
    example: { model: 'gpt-5.4', input: 'Write a one sentence release note.' },
  });

export const compactRequest = z
  .looseObject({ model: z.string().min(1), input, previous_response_id: z.string().min(1).nullish() })
  .meta({
    id: 'CompactResponseRequest',
    example: { model: 'gpt-5.4', input: [{ role: 'user', content: 'My name is Ada.' }] },
  });

const flag = z.preprocess((value) => value === 'true' || value === '1' || value === true, z.boolean());

/** `starting_after` is the number of the last event that the client has. */
export const retrieval = z.object({
  stream: flag.optional(),
  starting_after: z.coerce.number().int().min(0).optional(),
});
export type Retrieval = z.infer<typeof retrieval>;

const metadata = z.record(z.string().max(64), z.string().max(512));

export const newConversation = z
  .object({ items: items.max(100).nullish(), metadata: metadata.nullish() })
  .meta({ id: 'NewConversation', example: { metadata: { topic: 'demo' } } });
export type NewConversation = z.infer<typeof newConversation>;

export const conversationChange = z
  .object({ metadata: metadata.nullable() })
  .meta({ id: 'ConversationChange', example: { metadata: { topic: 'project-x' } } });
export type ConversationChange = z.infer<typeof conversationChange>;

export const newItems = z
  .object({ items: items.min(1).max(100) })
  .meta({ id: 'NewConversationItems', example: { items: [{ role: 'user', content: 'Hello!' }] } });
export type NewItems = z.infer<typeof newItems>;
