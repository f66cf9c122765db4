import {
  chatProtocol,
  completionsProtocol,
  embeddingsProtocol,
  messagesProtocol,
  responsesProtocol,
  type ClientProtocol,
} from '@onegate/gateway';
import { failureOfIssues } from '@onegate/platform';
import { z } from 'zod';
import { messageRequest } from '../anthropic/messages.controller.js';
import { chatRequest } from '../openai/chat.schema.js';
import { completionRequest } from '../openai/completions.controller.js';
import { embeddingsRequest } from '../openai/embeddings.controller.js';
import { responseRequest } from '../openai/response.schema.js';

const endpoints = ['chat.completions', 'responses', 'messages', 'completions', 'embeddings'] as const;
type Endpoint = (typeof endpoints)[number];

export const quoteRequest = z
  .object({
    endpoint: z.enum(endpoints).default('chat.completions'),
    body: z.record(z.string(), z.unknown()),
  })
  .meta({
    id: 'QuoteRequest',
    example: {
      endpoint: 'chat.completions',
      body: { model: 'gpt-4o-mini', max_tokens: 100, messages: [{ role: 'user', content: 'Say hello' }] },
    },
  });

export type QuoteRequest = z.output<typeof quoteRequest>;

const calls: Readonly<Record<Endpoint, { readonly protocol: ClientProtocol; readonly schema: z.ZodType }>> = {
  'chat.completions': { protocol: chatProtocol, schema: chatRequest },
  responses: { protocol: responsesProtocol, schema: responseRequest },
  messages: { protocol: messagesProtocol, schema: messageRequest },
  completions: { protocol: completionsProtocol, schema: completionRequest },
  embeddings: { protocol: embeddingsProtocol, schema: embeddingsRequest },
};

/** The API that a call is meant for. Complains of its body as that API does. */
export function protocolFor({ endpoint, body }: QuoteRequest): ClientProtocol {
  const { protocol, schema } = calls[endpoint];
  const { error } = schema.safeParse(body);
  if (error) throw failureOfIssues(error.issues);
  return protocol;
}
