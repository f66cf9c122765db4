import type { LanguageModelV4Content, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import type { AnswerFacts, JsonObject } from '../wire.js';
import { Annotations } from './annotations.js';
import { chatUsage } from './chat-usage.js';
import { chatFinishReason } from './finish-reasons.js';
import { imageOf } from './images.js';
import { tokenProbabilities } from './logprobs.js';
import { callSeal, reasoningDetail } from './reasoning-details.js';
import { refusalOf } from './refusal.js';
import { isSummary } from './summaries.js';
import { hidesThoughts } from './wishes.js';

/** A whole answer as OpenAI's `chat.completion`. */
export function writeChat(result: LanguageModelV4GenerateResult, facts: AnswerFacts): JsonObject {
  const message = writeMessage(result, facts);
  const reason = chatFinishReason(result.finishReason, message['tool_calls'] !== undefined);
  return {
    id: facts.id,
    object: 'chat.completion',
    created: Math.floor(facts.createdAt.getTime() / 1_000),
    model: facts.model,
    choices: [
      {
        index: 0,
        message,
        logprobs: tokenProbabilities(result.providerMetadata),
        finish_reason: reason,
        native_finish_reason: result.finishReason.raw ?? null,
      },
    ],
    usage: chatUsage(result.usage),
  };
}

function writeMessage(result: LanguageModelV4GenerateResult, facts: AnswerFacts): JsonObject {
  const { text, annotations } = writeText(result.content);
  const calls = result.content.flatMap(writeCall);
  const images = result.content.flatMap((part) => (part.type === 'file' ? imageOf(part) : []));
  return {
    role: 'assistant',
    content: text === '' && (calls.length > 0 || images.length > 0) ? null : text,
    refusal: refusalOf(result),
    ...(annotations.length > 0 ? { annotations } : {}),
    ...(hidesThoughts(facts) ? {} : writeThoughts(result.content, facts)),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(images.length > 0 ? { images } : {}),
  };
}

function writeText(content: readonly LanguageModelV4Content[]): { text: string; annotations: JsonObject[] } {
  const sources = new Annotations();
  const cited: JsonObject[] = [];
  let text = '';
  for (const part of content) {
    if (part.type === 'source') sources.find(part);
    if (part.type !== 'text' || isSummary(part.providerMetadata)) continue;
    const span = { start: text.length, end: text.length + part.text.length };
    cited.push(...sources.citing(part.citations ?? [], span));
    text += part.text;
  }
  return { text, annotations: [...cited, ...sources.rest()] };
}

function writeCall(part: LanguageModelV4Content): JsonObject[] {
  if (part.type !== 'tool-call' || part.providerExecuted) return [];
  const { toolCallId, toolName, input, providerMetadata } = part;
  const called = { name: toolName, arguments: input };
  return [{ id: toolCallId, type: 'function', function: called, ...callSeal(providerMetadata) }];
}

function writeThoughts(content: readonly LanguageModelV4Content[], { thinker }: AnswerFacts): JsonObject {
  const thoughts = content.filter((part) => part.type === 'reasoning');
  if (thoughts.length === 0) return {};
  const text = thoughts.map((thought) => thought.text).join('');
  const details = thoughts.flatMap(
    ({ text: said, providerMetadata: metadata }, index) =>
      reasoningDetail(index, said, { metadata, thinker }) ?? [],
  );
  return {
    ...(text === '' ? {} : { reasoning_content: text, reasoning: text }),
    ...(details.length > 0 ? { reasoning_details: details } : {}),
  };
}
