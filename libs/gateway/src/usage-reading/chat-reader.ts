import { isObject, objectOf } from '../json/json-object.js';
import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import { AnswerNotes } from './answer-notes.js';
import { usageOfCut } from './cut-frame.js';
import { glance } from './glance.js';
import { SaidOnce } from './said-once.js';
import { usageOfOpenAi } from './usage-of-openai.js';
import type { UsageReader, UsageReading } from './usage-reading.js';
import { listOf, parsed, textOf } from './wire-values.js';

const telling =
  /"(content|reasoning|reasoning_content|text|refusal|arguments|name)": ?"|"(?:usage|error)": ?\{|"finish_reason": ?"|"url_citation"/g;
/** Some begin with events that have no id. */
const opening = 4;
const done = '[DONE]';

/** Chat Completions and the legacy completions: the last usage counts, be it in one event or, added up, in each. */
export class ChatReader implements UsageReader {
  private readonly notes = new AnswerNotes();
  private seen = 0;
  private isCited = false;
  private readonly said = new SaidOnce(this.notes.output);

  see(frame: SseFrame): void {
    const wire = frame.data.toString('latin1');
    if (wire.startsWith(done)) return this.finish();
    this.seen += 1;
    const { isTelling } = glance(wire, telling, this.said.say);
    this.said.end();
    if (frame.event === 'error') this.notes.sawError = true;
    if (frame.isCut) return this.noteUsage(usageOfCut(wire));
    if (isTelling || (this.seen <= opening && !this.notes.isNamed)) this.read(parsed(frame.data.toString()));
  }

  readWhole(answer: JsonObject): void {
    this.read(answer);
    for (const { message, text } of listOf(answer.choices).map(objectOf)) {
      glance(wireOf(isObject(message) ? message : { text }), telling, this.said.say);
      this.said.end();
    }
    this.finish();
  }

  result(): UsageReading {
    const { notes } = this;
    const isUncounted = this.isCited && notes.usage !== null && notes.usage.web_search === undefined;
    return isUncounted ? Object.assign(notes, { usage: { ...notes.usage, web_search: 1 } }) : notes;
  }

  private finish(): void {
    this.notes.sawTerminal = true;
  }

  private read(answer: JsonObject | null): void {
    if (answer === null) return;
    this.notes.noteName(answer);
    this.noteError(answer);
    for (const choice of listOf(answer.choices)) this.noteChoice(objectOf(choice));
    this.noteUsage(usageIn(answer));
  }

  private noteChoice(choice: JsonObject): void {
    const reason = textOf(choice.native_finish_reason) ?? textOf(choice.finish_reason);
    if (textOf(choice.finish_reason) !== null) this.finish();
    if (choice.finish_reason === 'error' || isObject(choice.error)) this.notes.sawError = true;
    this.notes.finishReason = reason ?? this.notes.finishReason;
    const { annotations } = objectOf(choice.message ?? choice.delta);
    this.isCited ||= listOf(annotations).some((one) => objectOf(one).type === 'url_citation');
  }

  private noteError(answer: JsonObject): void {
    if (isObject(answer.error) || textOf(answer.error) !== null) this.notes.sawError = true;
  }

  private noteUsage(usage: JsonObject | null): void {
    if (usage !== null) this.notes.noteUsage(usageOfOpenAi(usage), usage);
  }
}

/** Groq's older place for it has no second `usage` beside it. */
function usageIn(answer: JsonObject): JsonObject | null {
  const usage = [answer.usage, objectOf(answer.x_groq).usage].find(isObject);
  return usage !== undefined && Object.keys(usage).length > 0 ? usage : null;
}

function wireOf(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('latin1');
}
