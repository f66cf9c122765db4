import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { jsonOrNothing } from '@onegate/platform';
import { isObject, objectOf } from '../../json/json-object.js';
import { answerParts } from '../neutral/answer-parts.js';
import type { AnswerFacts, JsonObject } from '../wire.js';
import type { MessageEvent } from './message-event.js';
import { MessageWriter } from './message-writer.js';
import { messageUsage } from './message-usage.js';

type Block = Record<string, unknown>;

/** The message that the events of a stream would have built. */
export function wholeMessage(result: LanguageModelV4GenerateResult, facts: AnswerFacts): JsonObject {
  const writer = new MessageWriter(facts);
  const events = [...answerParts(result)].flatMap((part) => writer.part(part));
  return { ...messageOf(events), ...fullUsage(result, events) };
}

function messageOf(events: readonly MessageEvent[]): JsonObject {
  const content: Block[] = [];
  let message: JsonObject = {};
  for (const event of events) {
    const { message: opening, delta, content_block } = event;
    if (event.type === 'message_start') message = objectOf(opening);
    if (event.type === 'message_delta') message = { ...message, ...objectOf(delta) };
    if (event.type === 'content_block_start') content.push({ ...objectOf(content_block) });
    const last = content.at(-1);
    if (event.type === 'content_block_delta' && last) apply(objectOf(delta), last);
    if (event.type === 'content_block_stop' && last) settleInput(last);
  }
  return { ...message, content };
}

/** The facts about the use that a stream says in its first event come with the last of a whole answer. */
function fullUsage(result: LanguageModelV4GenerateResult, events: readonly MessageEvent[]): JsonObject {
  const last = events.find(({ type }) => type === 'message_delta')?.['usage'];
  return { usage: { ...messageUsage(result.usage, 0), ...objectOf(last) } };
}

function apply(delta: JsonObject, block: Block): void {
  switch (delta['type']) {
    case 'text_delta':
      block['text'] = joined(block['text'], delta['text']);
      return;
    case 'thinking_delta':
      block['thinking'] = joined(block['thinking'], delta['thinking']);
      return;
    case 'signature_delta':
      block['signature'] = delta['signature'];
      return;
    case 'citations_delta':
      block['citations'] = [
        ...(Array.isArray(block['citations']) ? block['citations'] : []),
        delta['citation'],
      ];
      return;
    case 'input_json_delta':
      block['input'] = joined(
        typeof block['input'] === 'string' ? block['input'] : '',
        delta['partial_json'],
      );
      return;
  }
}

/** Models also write what is no object; the input of a block always is one. */
function settleInput(block: Block): void {
  const { input } = block;
  if (typeof input !== 'string') return;
  const value = jsonOrNothing(input);
  block['input'] = isObject(value) ? value : { arguments: input };
}

function joined(before: unknown, more: unknown): string {
  return `${String(before)}${String(more)}`;
}
