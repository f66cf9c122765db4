import { isObject, objectOf } from '../json/json-object.js';
import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import { AnswerNotes } from './answer-notes.js';
import { usageOfCut } from './cut-frame.js';
import { glance } from './glance.js';
import { answerUsage, mergedUsage, promptUsage, used } from './token-totals.js';
import { countsSearches, usageOfOpenAi } from './usage-of-openai.js';
import type { UsageReader, UsageReading } from './usage-reading.js';
import { countOf, firstCount, listOf, parsed, textOf } from './wire-values.js';

const telling =
  /"(delta)": ?"|"type": ?"(?:response\.(?:created|queued|completed|incomplete|failed|cancelled|function_call_arguments\.done)|error)"/g;
const terminalType = /"type": ?"response\.(?:completed|incomplete|failed|cancelled)"/;
const running = new Set(['queued', 'in_progress']);

/** Responses: the whole answer stands once more in the event that ends the stream. */
export class ResponsesReader implements UsageReader {
  private readonly notes = new AnswerNotes();

  see(frame: SseFrame): void {
    const wire = frame.data.toString('latin1');
    const { isTelling } = glance(wire, telling, this.speak);
    if (!isTelling) return;
    if (frame.isCut) return this.readCut(wire);
    const event = parsed(frame.data.toString());
    if (event === null) return;
    if (event.type === 'error') this.notes.sawError = true;
    if (event.type === 'response.function_call_arguments.done') this.notes.output.addCall('');
    if (isObject(event.response)) this.read(event.response);
  }

  readWhole(answer: JsonObject): void {
    this.read(answer);
    for (const item of listOf(answer.output).map(objectOf)) this.speakItem(item);
  }

  result(): UsageReading {
    return this.notes;
  }

  private readonly speak = (_key: string, inside: string): void => {
    this.notes.output.add(inside);
  };

  private speakItem(item: JsonObject): void {
    for (const part of [...listOf(item.content), ...listOf(item.summary)].map(objectOf)) {
      this.notes.output.addText(textOf(part.text) ?? '');
    }
    if (item.type === 'function_call') this.notes.output.addCall('');
    this.notes.output.addText(textOf(item.arguments) ?? '');
  }

  private read(response: JsonObject): void {
    const { notes } = this;
    const status = textOf(response.status);
    const reason = textOf(objectOf(response.incomplete_details).reason);
    notes.noteName(response);
    if (status !== null && !running.has(status)) this.finish(reason ?? status);
    if (status === 'failed' || isObject(response.error)) notes.sawError = true;
    if (isObject(response.usage)) notes.noteUsage(usageOfResponse(response, response.usage), response.usage);
  }

  private readCut(wire: string): void {
    const usage = usageOfCut(wire);
    if (usage !== null) this.notes.noteUsage(usageOfOpenAi(usage), usage);
    if (terminalType.test(wire)) this.finish('completed');
  }

  private finish(reason: string | null): void {
    this.notes.sawTerminal = true;
    this.notes.finishReason = reason ?? this.notes.finishReason;
  }
}

/** The tokens of the model, and what its tools used beside them. */
function usageOfResponse(response: JsonObject, usage: JsonObject): ReturnType<typeof usageOfOpenAi> {
  const tools = objectOf(response.tool_usage);
  const told = usageOfOpenAi(usage);
  const listed = countsSearches(usage) ? 0 : searchesIn(response);
  const searches = firstCount(objectOf(tools.web_search).num_requests, listed);
  return mergedUsage(
    told,
    used('web_search', told.web_search === undefined ? searches : 0),
    ...pictures(objectOf(tools.image_gen)),
  );
}

/** Opening a page that was found costs nothing more. */
function searchesIn(response: JsonObject): number {
  const calls = listOf(response.output)
    .map(objectOf)
    .filter(({ type }) => type === 'web_search_call');
  return calls.filter(({ action }) => (objectOf(action).type ?? 'search') === 'search').length;
}

function pictures(usage: JsonObject): ReturnType<typeof usageOfOpenAi>[] {
  const image = (details: unknown) => countOf(objectOf(details).image_tokens);
  const prompt = { total: countOf(usage.input_tokens), image: image(usage.input_tokens_details) };
  const answer = { total: countOf(usage.output_tokens), image: image(usage.output_tokens_details) };
  return [promptUsage(prompt), answerUsage(answer)];
}
