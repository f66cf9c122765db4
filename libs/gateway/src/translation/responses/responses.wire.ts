import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { answerParts } from '../neutral/answer-parts.js';
import type { AnswerFacts, JsonObject, StreamWriter, Wire } from '../wire.js';
import { readResponses } from './read-responses.js';
import type { ResponseEvent } from './response-event.js';
import { ResponseWriter } from './response-writer.js';

/** OpenAI's Responses, and the open specification of them. */
export const responsesWire: Wire = {
  protocol: 'openai-responses',
  read: readResponses,
  write: wholeResponse,
  stream: streamResponse,
};

function wholeResponse(result: LanguageModelV4GenerateResult, facts: AnswerFacts): JsonObject {
  const writer = new ResponseWriter(facts);
  for (const part of answerParts(result)) writer.part(part);
  return writer.response;
}

function streamResponse(facts: AnswerFacts): StreamWriter {
  const writer = new ResponseWriter(facts);
  let sequence = 0;
  const textOf = (events: readonly ResponseEvent[]): string =>
    events.map((event) => eventText({ ...event, sequence_number: sequence++ })).join('');
  return {
    part: (part) => textOf(writer.part(part)),
    fail: (failure) => textOf(writer.fail(failure)),
    end: () => textOf(writer.end()),
  };
}

function eventText(event: ResponseEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
