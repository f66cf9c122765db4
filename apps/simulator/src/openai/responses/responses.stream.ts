import type { StreamEvent, Turn, TurnStream } from '../../exchange/dialect.js';
import { toOpenAiError } from '../../exchange/error-shapes.js';
import type { ProviderError } from '../../exchange/provider-error.js';
import { EventWriter } from './event-writer.js';
import {
  type CallItem,
  type MessageItem,
  outputOf,
  outputText,
  type ReasoningItem,
  type Written,
} from './output-items.js';
import { finishedState } from './response.view.js';
import type { ResponsesBody } from './responses.schema.js';

type Events = Generator<StreamEvent, void>;

/** A streamed response, its events in OpenAI's order. */
export function toResponseStream(turn: Turn<ResponsesBody>): TurnStream {
  const write = new EventWriter(turn);
  return { events: responseEvents(turn, write), failure: (error) => failureEvents(write, error) };
}

function* responseEvents(turn: Turn<ResponsesBody>, write: EventWriter): Events {
  const { reasoning, message, calls } = outputOf(turn);
  yield write.snapshot('response.created');
  yield write.snapshot('response.in_progress');
  if (reasoning) yield* reasoningEvents(write, reasoning);
  if (message) yield* messageEvents(write, message);
  for (const call of calls) yield* callEvents(write, call);
  const state = finishedState(turn);
  yield write.state(`response.${state.status}`, state);
  if (turn.script.usage === 'twice') yield write.state(`response.${state.status}`, state);
}

/** An error event and then the failed response, as OpenAI ends a stream that went wrong. */
function failureEvents(write: EventWriter, error: ProviderError): StreamEvent[] {
  const { message, code, param, type } = toOpenAiError(error);
  const failed = { code: code ?? type, message };
  return [
    write.event('error', { ...failed, param }),
    write.state('response.failed', { status: 'failed', output: [], usage: null, error: failed }),
  ];
}

function* reasoningEvents(write: EventWriter, { item, tokens, hidden }: Written<ReasoningItem>): Events {
  const place = write.nextItem(item.id);
  yield write.event(
    'response.output_item.added',
    { output_index: place.output_index, item: { ...item, summary: [] } },
    hidden,
  );
  const part = item.summary[0];
  if (part) {
    const summary = { ...place, summary_index: 0 };
    yield write.event('response.reasoning_summary_part.added', {
      ...summary,
      part: { type: 'summary_text', text: '' },
    });
    for (const delta of tokens)
      yield write.event('response.reasoning_summary_text.delta', { ...summary, delta }, 1);
    yield write.event('response.reasoning_summary_text.done', { ...summary, text: part.text });
    yield write.event('response.reasoning_summary_part.done', { ...summary, part });
  }
  yield write.event('response.output_item.done', { output_index: place.output_index, item });
}

function* messageEvents(write: EventWriter, { item, tokens }: Written<MessageItem>): Events {
  const { output_index, item_id } = write.nextItem(item.id);
  const place = { item_id, output_index, content_index: 0 };
  yield write.event('response.output_item.added', {
    output_index,
    item: { ...item, status: 'in_progress', content: [] },
  });
  yield write.event('response.content_part.added', { ...place, part: outputText('') });
  for (const delta of tokens)
    yield write.event('response.output_text.delta', { ...place, delta, logprobs: [] }, 1);
  const part = outputText(tokens.join(''));
  yield write.event('response.output_text.done', { ...place, text: part.text, logprobs: [] });
  yield write.event('response.content_part.done', { ...place, part });
  yield write.event('response.output_item.done', { output_index, item });
}

function* callEvents(write: EventWriter, { item, tokens, hidden }: Written<CallItem>): Events {
  const place = write.nextItem(item.id);
  const { output_index } = place;
  yield write.event(
    'response.output_item.added',
    { output_index, item: { ...item, status: 'in_progress', arguments: '' } },
    hidden,
  );
  for (const delta of tokens)
    yield write.event('response.function_call_arguments.delta', { ...place, delta }, 1);
  yield write.event('response.function_call_arguments.done', {
    ...place,
    name: item.name,
    arguments: item.arguments,
  });
  yield write.event('response.output_item.done', { output_index, item });
}
