import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import { AnswerNotes } from './answer-notes.js';
import { usageOfCut } from './cut-frame.js';
import { glance } from './glance.js';
import { usageOfOpenAi } from './usage-of-openai.js';
import type { UsageReader, UsageReading } from './usage-reading.js';
import { isObject, listOf, objectOf, parsed, textOf } from './wire-values.js';

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
  private hasReasoned = false;

  see(frame: SseFrame): void {
    const wire = frame.data.toString('latin1');
    if (wire.startsWith(done)) return this.finish();
    this.seen += 1;
    this.hasReasoned = false;
    const { isTelling } = glance(wire, telling, this.speak);
    if (frame.event === 'error') this.notes.sawError = true;
    if (frame.isCut) return this.noteUsage(usageOfCut(wire));
    if (isTelling || (this.seen <= opening && !this.notes.isNamed)) this.read(parsed(frame.data.toString()));
  }

  readWhole(answer: JsonObject): void {
    this.read(answer);
    for (const choice of listOf(answer.choices).map(objectOf)) {
      const { message = {}, text = '' } = choice;
      this.notes.output.addText(typeof text === 'string' ? text : '');
      glance(Buffer.from(JSON.stringify(message)).toString('latin1'), telling, this.speak);
    }
    this.finish();
  }

  result(): UsageReading {
    const { notes } = this;
    const isUncounted = this.isCited && notes.usage !== null && notes.usage.web_search === undefined;
    return isUncounted ? Object.assign(notes, { usage: { ...notes.usage, web_search: 1 } }) : notes;
  }

  /** What was reasoned stands twice in some events, the second time as a `text` among its details. */
  private readonly speak = (key: string, inside: string): void => {
    const isReasoning = key.startsWith('reasoning');
    if (this.hasReasoned && (isReasoning || key === 'text')) return;
    this.hasReasoned ||= isReasoning;
    this.notes.output.add(inside);
  };

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
