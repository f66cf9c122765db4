import { isObject, objectOf } from '../json/json-object.js';
import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import { AnswerNotes } from './answer-notes.js';
import { glance } from './glance.js';
import { laterUsage, usageOfAnthropic } from './usage-of-anthropic.js';
import type { UsageReader, UsageReading } from './usage-reading.js';
import { listOf, parsed, textOf } from './wire-values.js';

const telling =
  /"(text|thinking|partial_json|name)": ?"|"type": ?"(?:message_start|message_delta|message_stop|error)"/g;

/** Messages: the prompt is told at the start, the answer at the end, and what is told later replaces it field by field. */
export class MessagesReader implements UsageReader {
  private readonly notes = new AnswerNotes();
  private wireUsage: JsonObject = {};

  see(frame: SseFrame): void {
    const { isTelling } = glance(frame.data.toString('latin1'), telling, this.speak);
    const event = isTelling ? parsed(frame.data.toString()) : null;
    if (event === null) return;
    if (event.type === 'message_start') this.start(objectOf(event.message));
    if (event.type === 'message_delta') this.change(event);
    if (event.type === 'message_stop') this.notes.sawTerminal = true;
    if (event.type === 'error') this.notes.sawError = true;
  }

  readWhole(answer: JsonObject): void {
    if (answer.type === 'error') this.notes.sawError = true;
    this.start(answer);
    this.finish(answer);
    for (const block of listOf(answer.content)) {
      const { text, thinking, name, input } = objectOf(block);
      this.notes.output.addText(textOf(text) ?? textOf(thinking) ?? '');
      if (isObject(input)) this.notes.output.addCall(textOf(name) ?? '');
      if (isObject(input)) this.notes.output.addText(JSON.stringify(input));
    }
    this.notes.sawTerminal = this.notes.finishReason !== null;
  }

  result(): UsageReading {
    return this.notes;
  }

  private readonly speak = (key: string, inside: string): void => {
    if (key === 'name') this.notes.output.addCall(inside);
    else this.notes.output.add(inside);
  };

  private start(message: JsonObject): void {
    this.notes.noteName(message);
    this.noteUsage(message.usage, textOf(message.stop_reason) !== null);
  }

  private change(event: JsonObject): void {
    this.noteUsage(event.usage, true);
    this.finish(objectOf(event.delta));
  }

  private finish({ stop_reason: reason }: JsonObject): void {
    this.notes.finishReason = textOf(reason) ?? this.notes.finishReason;
  }

  private noteUsage(usage: unknown, isFinal: boolean): void {
    if (!isObject(usage)) return;
    this.wireUsage = laterUsage(this.wireUsage, usage);
    this.notes.noteUsage(usageOfAnthropic(this.wireUsage), this.wireUsage);
    this.notes.isUsageFinal = isFinal;
  }
}
