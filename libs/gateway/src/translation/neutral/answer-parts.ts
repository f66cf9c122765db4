import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';

/** A whole answer as the stream that would have said the same, so that both are written by one piece of code. */
export function* answerParts(result: LanguageModelV4GenerateResult): Generator<LanguageModelV4StreamPart> {
  for (const [index, content] of result.content.entries()) yield* contentParts(content, String(index));
  const { usage, finishReason, providerMetadata } = result;
  yield { type: 'finish', usage, finishReason, ...(providerMetadata && { providerMetadata }) };
}

function* contentParts(content: LanguageModelV4Content, id: string): Generator<LanguageModelV4StreamPart> {
  if (content.type !== 'text' && content.type !== 'reasoning') {
    yield content;
    return;
  }
  const metadata = content.providerMetadata ? { providerMetadata: content.providerMetadata } : {};
  if (content.type === 'reasoning') {
    yield { type: 'reasoning-start', id, ...metadata };
    yield { type: 'reasoning-delta', id, delta: content.text };
    yield { type: 'reasoning-end', id, ...metadata };
    return;
  }
  const citations = content.citations ? { citations: content.citations } : {};
  yield { type: 'text-start', id, ...metadata };
  yield { type: 'text-delta', id, delta: content.text };
  yield { type: 'text-end', id, ...citations, ...metadata };
}
