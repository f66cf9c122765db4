import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { Failure } from '@onegate/platform';
import { answerInterrupted } from '../neutral/answer.errors.js';
import { isCallPart, isTextPart, isThoughtPart, type FinishPart } from '../neutral/part-kinds.js';
import type { AnswerFacts, JsonObject } from '../wire.js';
import { CallOutput } from './call-output.js';
import { ImageItem } from './image-item.js';
import { OutputList } from './output-list.js';
import { endingOf, errorFields, responseError } from './response-ending.js';
import type { ResponseEvent } from './response-event.js';
import { responseLogprobs } from './response-logprobs.js';
import { responseObject, responseUsage, type ResponseState } from './response-object.js';
import { customToolNames } from './response-tools.js';
import { SpokenOutput } from './spoken-output.js';
import { ThoughtOutput } from './thought-output.js';

type Part = LanguageModelV4StreamPart;

/** The events of one response, from the parts of an answer. */
export class ResponseWriter {
  private readonly output: OutputList;
  private readonly spoken: SpokenOutput;
  private readonly thoughts: ThoughtOutput;
  private readonly calls: CallOutput;
  private started = false;
  private ended = false;
  /** The response as it stands. */
  response: JsonObject;

  constructor(private readonly facts: AnswerFacts) {
    this.output = new OutputList(facts.id);
    this.spoken = new SpokenOutput(this.output);
    this.thoughts = new ThoughtOutput(this.output);
    this.calls = new CallOutput(this.output, customToolNames(facts.body));
    this.response = responseObject(facts, { status: 'in_progress', output: [] });
  }

  part(part: Part): ResponseEvent[] {
    if (this.ended) return [];
    if (part.type === 'finish') return this.finish(part);
    const events = this.content(part);
    return events.length > 0 ? [...this.start(), ...events] : events;
  }

  /** Some clients raise the error, others wait for the failed response: both get theirs. */
  fail(failure: Failure): ResponseEvent[] {
    if (this.ended) return [];
    this.ended = true;
    const started = this.start();
    const closed = this.output.closeAll('incomplete');
    const response = this.become({
      status: 'failed',
      output: this.output.views(),
      error: responseError(failure),
    });
    return [
      ...started,
      ...closed,
      { type: 'error', ...errorFields(failure, this.facts.id) },
      { type: 'response.failed', response },
    ];
  }

  end(): ResponseEvent[] {
    return this.fail(answerInterrupted());
  }

  private content(part: Part): ResponseEvent[] {
    if (isTextPart(part)) return this.spoken.part(part);
    if (isThoughtPart(part)) return this.thoughts.part(part);
    if (isCallPart(part)) return this.calls.part(part);
    return part.type === 'tool-result' ? this.calls.result(part) : this.shown(part);
  }

  private shown(part: Part): ResponseEvent[] {
    if (part.type === 'source' && !this.calls.showedPages) this.spoken.source(part);
    if (part.type !== 'file' || !part.mediaType.startsWith('image')) return [];
    const { place, before } = this.output.next('ig');
    const item = new ImageItem(place, part);
    this.output.add(item);
    return [...before, ...item.added(), ...this.output.closed(item)];
  }

  private start(): ResponseEvent[] {
    if (this.started) return [];
    this.started = true;
    const { response } = this;
    return [
      { type: 'response.created', response },
      { type: 'response.in_progress', response },
    ];
  }

  private finish(part: FinishPart): ResponseEvent[] {
    const { unified } = part.finishReason;
    if (unified === 'error' || unified === 'interrupted') return this.fail(answerInterrupted());
    this.ended = true;
    const started = this.start();
    const { status, incomplete_details, refusal } = endingOf(part);
    this.spoken.knowLogprobs(responseLogprobs(part.providerMetadata));
    const refused = refusal === undefined ? [] : this.spoken.refuse(refusal);
    const closed = this.output.closeAll(status);
    const response = this.become({
      status,
      output: this.output.views(),
      usage: responseUsage(part.usage),
      incomplete_details,
      service_tier: tierOf(part),
    });
    return [...started, ...refused, ...closed, { type: `response.${status}`, response }];
  }

  private become(state: ResponseState): JsonObject {
    this.response = responseObject(this.facts, state);
    return this.response;
  }
}

function tierOf({ providerMetadata }: FinishPart): string | undefined {
  const tier = providerMetadata?.['openai']?.['serviceTier'];
  return typeof tier === 'string' ? tier : undefined;
}
